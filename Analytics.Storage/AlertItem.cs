using Amazon.DynamoDBv2.Model;
using Analytics.Core.Alerts;
using Analytics.Core.Orders;
using Analytics.Core.Windows;

namespace Analytics.Storage;

/// <summary>
/// An alert as an item of the aggregates table, with whether it rings: a condition on the one item holds for the rule and its state.
/// </summary>
public sealed class AlertItem() : SharedItem<Alert>("alerts")
{
    private const string Name = "name";
    private const string Enabled = "enabled";
    private const string TimeZone = "timeZone";
    private const string Hours = "hours";
    private const string Webhook = "webhook";
    private const string RuleType = "rule";
    private const string Minutes = "minutes";
    private const string Percent = "percent";
    private const string Compare = "compare";
    private const string Sku = "sku";
    private const string Units = "units";
    private const string RingsSince = "ringsSince";
    private const string Notice = "notice";
    private const string NoticeSince = "noticeSince";
    private const string NoticeAt = "noticeAt";
    private const string Numbers = "numbers";
    private const string Delivery = "delivery";
    private const string Attempts = "attempts";
    private const string AttemptedAt = "attemptedAt";
    private const string Failure = "failure";

    private const string NoSales = "noSales";
    private const string Below = "below";
    private const string ItemAbove = "itemAbove";

    /// <inheritdoc/>
    protected override void Write(Alert value, Dictionary<string, AttributeValue> item)
    {
        item[Name] = new AttributeValue { S = value.Name };
        item[Enabled] = new AttributeValue { BOOL = value.IsEnabled };
        item[TimeZone] = new AttributeValue { S = value.TimeZone };
        AddText(item, Hours, value.Hours is { } hours ? $"{AlertHours.Format(hours.From)}-{AlertHours.Format(hours.To)}" : null);
        AddText(item, Webhook, value.Webhook);
        WriteRule(value.Rule, item);
        AddText(item, RingsSince, value.State.Since?.ToString());
        if (value.State.Notice is { } notice)
        {
            WriteNotice(notice, item);
        }

        item[UpdatedAt] = new AttributeValue { S = Timestamps.Format(value.UpdatedAt) };
    }

    /// <inheritdoc/>
    protected override Alert ReadValue(Dictionary<string, AttributeValue> item) => new(
        Text(item, Name), ReadRule(item), Time(item, UpdatedAt))
    {
        IsEnabled = item.GetValueOrDefault(Enabled)?.BOOL ?? throw MinuteItem.Damaged(item, $"it has no {Enabled}"),
        TimeZone = Text(item, TimeZone),
        Hours = TextOrNull(item, Hours) is { } hours
            ? HoursOf(hours) ?? throw MinuteItem.Damaged(item, $"its {Hours} are '{hours}'") : null,
        Webhook = TextOrNull(item, Webhook),
        State = new AlertState(
            TextOrNull(item, RingsSince) is null ? null : Parsed(item, RingsSince, MinuteOf),
            TextOrNull(item, Notice) is null ? null : ReadNotice(item)),
    };

    private static void WriteRule(AlertRule rule, Dictionary<string, AttributeValue> item)
    {
        switch (rule)
        {
            case AlertRule.NoSales noSales:
                item[RuleType] = new AttributeValue { S = NoSales };
                item[Minutes] = MinuteItem.Number(noSales.Minutes);
                break;
            case AlertRule.Below below:
                item[RuleType] = new AttributeValue { S = Below };
                SalesFigureAttributes.Write(below.Figure, item);
                item[Percent] = MinuteItem.Number(below.Percent);
                item[Compare] = new AttributeValue { S = below.Compare };
                break;
            case AlertRule.ItemAbove above:
                item[RuleType] = new AttributeValue { S = ItemAbove };
                AddText(item, Sku, above.Sku);
                item[Units] = MinuteItem.Number(above.Units);
                item[Minutes] = MinuteItem.Number(above.Minutes);
                break;
        }
    }

    private static AlertRule ReadRule(Dictionary<string, AttributeValue> item) => Text(item, RuleType) switch
    {
        NoSales => new AlertRule.NoSales((int)MinuteItem.Long(item, Minutes)),
        Below => new AlertRule.Below(SalesFigureAttributes.Read(item), (int)MinuteItem.Long(item, Percent), Text(item, Compare)),
        ItemAbove => new AlertRule.ItemAbove(
            TextOrNull(item, Sku), MinuteItem.Long(item, Units), (int)MinuteItem.Long(item, Minutes)),
        var other => throw MinuteItem.Damaged(item, $"its {RuleType} is '{other}'"),
    };

    private static void WriteNotice(AlertNotice notice, Dictionary<string, AttributeValue> item)
    {
        item[Notice] = new AttributeValue { S = notice.Kind.ToWire() };
        item[NoticeSince] = new AttributeValue { S = notice.Since.ToString() };
        item[NoticeAt] = new AttributeValue { S = Timestamps.Format(notice.At) };
        item[Numbers] = new AttributeValue { S = notice.Numbers };
        item[Delivery] = new AttributeValue { S = notice.Delivery.ToWire() };
        if (notice.Attempts > 0)
        {
            item[Attempts] = MinuteItem.Number(notice.Attempts);
        }

        AddText(item, AttemptedAt, notice.AttemptedAt is { } at ? Timestamps.Format(at) : null);
        AddText(item, Failure, notice.Failure);
    }

    private static AlertNotice ReadNotice(Dictionary<string, AttributeValue> item) => new(
        Parsed(item, Notice, NoticeNames.ParseKind), Parsed(item, NoticeSince, MinuteOf), Time(item, NoticeAt), Text(item, Numbers))
    {
        Delivery = Parsed(item, Delivery, NoticeNames.ParseDelivery),
        Attempts = item.ContainsKey(Attempts) ? (int)MinuteItem.Long(item, Attempts) : 0,
        AttemptedAt = item.ContainsKey(AttemptedAt) ? Time(item, AttemptedAt) : null,
        Failure = TextOrNull(item, Failure),
    };

    private static AlertHours? HoursOf(string text) =>
        text.Split('-') is [var from, var to] && AlertHours.TryParse(from, out var begin) && AlertHours.TryParse(to, out var end)
            ? new AlertHours(begin, end) : null;

    private static Minute? MinuteOf(string text) => Minute.TryParse(text, out var minute) ? minute : null;
}
