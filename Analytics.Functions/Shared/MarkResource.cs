using System.Globalization;
using System.Text.Json;
using Analytics.Core.Goals;
using Analytics.Core.Orders;
using Analytics.Core.Windows;
using Analytics.Core.Wire;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Http;
using Analytics.Storage;
using Calendar = Analytics.Functions.Aggregates.Calendar;

namespace Analytics.Functions.Shared;

/// <summary>Marks: what happened at a time or over a span, such as a newsletter or a change of prices.</summary>
internal sealed class MarkResource : SharedResource<Mark>
{
    private const string TimeRule = "must be a whole minute in ISO 8601 with an offset, as 2026-11-23T10:05Z or 2026-11-23T11:05+01:00";

    private static readonly string[] SpanParameterNames = ["window", "from", "to"];

    /// <inheritdoc/>
    public override string Name => "mark";

    /// <inheritdoc/>
    public override int MaxCount => 500;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ListParameters => [.. SpanParameterNames, "tz"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => ["label", "from", "to", "updatedAt"];

    /// <inheritdoc/>
    public override Mark? Read(JsonElement json, Mark? before, DateTimeOffset now, FieldErrors errors)
    {
        var fields = JsonFields.Of(json, ["label", "from", "to"], ["id", "updatedAt"], errors);
        var label = fields.Name("label", Mark.MaxLabelLength, isRequired: true);
        var from = MinuteOf(fields, "from", fields.RequiredText("from", TimeRule));
        var to = fields.Text("to") is { } text ? MinuteOf(fields, "to", text) : null;
        errors.Require(from is null || from >= SpanParameters.OldestAt(now), fields.PointerTo("from"), SpanParameters.TooOld);
        errors.Require(
            (to ?? from) is not { } end || end.Number - Minute.Of(now).Number <= RollingWindow.MaxMinutes,
            fields.PointerTo(to is null ? "from" : "to"), "must be within the next 400 days");
        errors.Require(to is null || from is null || to > from, fields.PointerTo("to"), "must be after from");
        return label is null || from is not { } begin ? null : new Mark(label, begin, to, now);
    }

    /// <inheritdoc/>
    public override IEnumerable<SharedEntry<Mark>> Select(IReadOnlyList<SharedEntry<Mark>> entries, QueryText query, DateTimeOffset now)
    {
        var span = SpanParameterNames.Any(name => query[name] is not null)
            ? SpanParameters.Read(query, now, now).Minutes
            : (MinuteRange?)null;
        return query.Errors.Any ? [] : entries
            .Where(entry => span is not { } minutes || entry.Value!.Minutes.Intersect(minutes).Minutes > 0)
            .OrderBy(entry => entry.Value!.From).ThenBy(entry => entry.Id, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json, Mark value, Calendar calendar)
    {
        json.WriteString("label", value.Label);
        json.WriteString("from", calendar.Format(value.From));
        if (value.To is { } to)
        {
            json.WriteString("to", calendar.Format(to));
        }

        json.WriteString("updatedAt", Timestamps.Format(value.UpdatedAt));
    }

    /// <inheritdoc/>
    public override void Write(CsvTable table, Mark value, Calendar calendar) => table
        .Text(value.Label).Cell(calendar.Format(value.From)).Cell(value.To is { } to ? calendar.Format(to) : "")
        .Cell(Timestamps.Format(value.UpdatedAt));

    private static Minute? MinuteOf(JsonFields fields, string name, string text)
    {
        string[] forms = ["yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mmzzz"];
        if (DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            || (Timestamps.TryParseAny(text, out time) && time.UtcTicks % TimeSpan.TicksPerMinute == 0))
        {
            return Minute.Of(time);
        }

        fields.Refuse(name, text.Length == 0 ? TimeRule : $"{TimeRule}; got '{text}'");
        return null;
    }
}
