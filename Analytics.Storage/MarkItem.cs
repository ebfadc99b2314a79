using Amazon.DynamoDBv2.Model;
using Analytics.Core.Goals;
using Analytics.Core.Orders;
using Analytics.Core.Windows;

namespace Analytics.Storage;

/// <summary>A mark as an item of the aggregates table. It expires with the minutes that it marks.</summary>
public sealed class MarkItem() : SharedItem<Mark>("marks")
{
    private const string Label = "label";
    private const string From = "from";
    private const string To = "to";

    /// <inheritdoc/>
    protected override void Write(Mark value, Dictionary<string, AttributeValue> item)
    {
        item[Label] = new AttributeValue { S = value.Label };
        item[From] = new AttributeValue { S = value.From.ToString() };
        AddText(item, To, value.To?.ToString());
        item[UpdatedAt] = new AttributeValue { S = Timestamps.Format(value.UpdatedAt) };
        item[MinuteItem.Expires] = MinuteItem.ExpiryOf(value.Minutes.To);
    }

    /// <inheritdoc/>
    protected override Mark ReadValue(Dictionary<string, AttributeValue> item)
    {
        var (from, to) = (Parsed(item, From, MinuteOf), TextOrNull(item, To) is null ? (Minute?)null : Parsed(item, To, MinuteOf));
        return to <= from
            ? throw MinuteItem.Damaged(item, "it ends before it begins")
            : new Mark(Text(item, Label), from, to, Time(item, UpdatedAt));
    }

    private static Minute? MinuteOf(string text) => Minute.TryParse(text, out var minute) ? minute : null;
}
