using System.Text.Json;
using Analytics.Core.Alerts;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Http;
using Analytics.Functions.Shared;

namespace Analytics.Functions.Alerts;

/// <summary>Alerts: rules that a shop sets, whether each rings, and the newest notice.</summary>
/// <param name="webhooks">Which URLs are allowed.</param>
/// <param name="timeZone">IANA id of the zone of alerts that name none.</param>
internal sealed class AlertResource(WebhookRules webhooks, string timeZone = Zones.Utc) : SharedResource<Alert>
{
    /// <summary>The id that is a route of its own.</summary>
    public const string TryRoute = "try";

    private static readonly string[] Fields = ["name", "enabled", "rule", "hours", Zones.Field, "webhook"];
    private static readonly string[] SetByApi = ["id", "updatedAt", "ringing", "since", "notice"];

    /// <inheritdoc/>
    public override string Name => "alert";

    /// <inheritdoc/>
    public override int MaxCount => 50;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ReservedIds => [TryRoute];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => ["name", "enabled", "rule", "ringing", "since", "updatedAt"];

    /// <inheritdoc/>
    public override Alert? Read(JsonElement json, Alert? before, DateTimeOffset now, FieldErrors errors)
    {
        var fields = JsonFields.Of(json, Fields, SetByApi, errors);
        var name = fields.Name("name", Alert.MaxNameLength, isRequired: true);
        var webhook = webhooks.Read(fields, before?.Webhook);
        if (ReadRule(fields, now) is not { } rule || name is null)
        {
            return null;
        }

        var alert = rule with { Name = name, Webhook = webhook };
        return before is null ? alert : alert with { State = StateAfter(before, alert, now) };
    }

    /// <summary>Reads what decides when an alert rings, from a body that may have all the fields of an alert.</summary>
    /// <returns>The alert without a name and a receiver; null if its rule cannot be read.</returns>
    public Alert? ReadTrial(JsonElement json, DateTimeOffset now, FieldErrors errors)
    {
        var fields = JsonFields.Of(json, Fields, SetByApi, errors);
        fields.Name("name", Alert.MaxNameLength, isRequired: false);
        webhooks.Read(fields, before: null);
        return ReadRule(fields, now);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json, Alert value, Calendar calendar)
    {
        WriteSettings(json, value);
        if (value.Webhook is { } webhook)
        {
            json.WriteString("webhook", WebhookRules.Shown(webhook));
        }

        json.WriteString("updatedAt", Timestamps.Format(value.UpdatedAt));
        json.WriteBoolean("ringing", value.State.IsRinging);
        var own = Zones.CalendarOf(value.TimeZone);
        if (value.State.Since is { } since)
        {
            json.WriteString("since", own.Format(since));
        }

        if (value.State.Notice is { } notice)
        {
            json.WriteStartObject("notice");
            NoticeWriter.Write(json, notice, own);
            NoticeWriter.WriteDelivery(json, notice);
            json.WriteEndObject();
        }
    }

    /// <inheritdoc/>
    public override void Write(CsvTable table, Alert value, Calendar calendar) => table
        .Text(value.Name).Cell(value.IsEnabled ? "true" : "false").Cell(AlertRuleFields.TypeOf(value.Rule))
        .Cell(value.State.IsRinging ? "true" : "false")
        .Cell(value.State.Since is { } since ? Zones.CalendarOf(value.TimeZone).Format(since) : "")
        .Cell(Timestamps.Format(value.UpdatedAt));

    /// <summary>Writes what a client has set, apart from the receiver.</summary>
    public static void WriteSettings(Utf8JsonWriter json, Alert value)
    {
        json.WriteString("name", value.Name);
        json.WriteBoolean("enabled", value.IsEnabled);
        AlertRuleFields.Write(json, value.Rule);
        if (value.Hours is { } hours)
        {
            json.WriteStartObject("hours");
            json.WriteString("from", AlertHours.Format(hours.From));
            json.WriteString("to", AlertHours.Format(hours.To));
            json.WriteEndObject();
        }

        json.WriteString(Zones.Field, value.TimeZone);
    }

    // Changing the rule ends the ringing by the old one.
    private static AlertState StateAfter(Alert before, Alert alert, DateTimeOffset now)
    {
        var state = alert.HasSameConditionsAs(before)
            ? before.State
            : before.State.End(NoticeWriter.Changed, now, alert.Webhook is not null);
        return alert.Webhook is null ? state.WithoutReceiver() : state;
    }

    private Alert? ReadRule(JsonFields fields, DateTimeOffset now)
    {
        var (rule, zone, hours, isEnabled) = (
            AlertRuleFields.Read(fields), Zones.Read(fields, timeZone), Hours(fields), fields.Flag("enabled", otherwise: true));
        if (rule is AlertRule.NoSales(var minutes) && hours is { Minutes: > 0 and var open })
        {
            fields.Errors.Require(
                minutes < open, $"{fields.PointerTo("rule")}/minutes",
                $"must be less than the length of `hours`, {open} minutes, or the alert could never ring; got {minutes}");
        }

        return rule is null ? null : new Alert("", rule, now) { TimeZone = zone, Hours = hours, IsEnabled = isEnabled };
    }

    private static AlertHours? Hours(JsonFields fields)
    {
        if (fields.Object("hours", "from", "to") is not { } read)
        {
            return null;
        }

        var (from, to) = (Clock(read, "from"), Clock(read, "to"));
        read.Errors.Require(from != to || from is null, read.PointerTo("to"), "must differ from `from`");
        return from is { } begin && to is { } end ? new AlertHours(begin, end) : null;
    }

    private static TimeOnly? Clock(JsonFields fields, string name)
    {
        const string rule = "must be a time of day, as 08:30";
        var text = fields.RequiredText(name, rule);
        if (AlertHours.TryParse(text, out var time))
        {
            return time;
        }

        fields.Refuse(name, $"{rule}; got '{text}'");
        return null;
    }
}
