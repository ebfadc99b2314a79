using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Goals;
using Analytics.Core.Orders;

namespace Analytics.Storage;

/// <summary>A goal as an item of the aggregates table.</summary>
public sealed class GoalItem() : SharedItem<Goal>("goals")
{
    private const string Target = "target";
    private const string Period = "period";
    private const string TimeZone = "timeZone";
    private const string Date = "date";
    private const string Name = "name";
    private const string DateForm = "yyyy-MM-dd";

    /// <inheritdoc/>
    protected override void Write(Goal value, Dictionary<string, AttributeValue> item)
    {
        SalesFigureAttributes.Write(value.Figure, item);
        item[Target] = MinuteItem.Number(value.Target);
        item[Period] = new AttributeValue { S = value.Period.ToWire() };
        item[TimeZone] = new AttributeValue { S = value.TimeZone };
        AddText(item, Date, value.Date?.ToString(DateForm, CultureInfo.InvariantCulture));
        AddText(item, Name, value.Name);
        item[UpdatedAt] = new AttributeValue { S = Timestamps.Format(value.UpdatedAt) };
    }

    /// <inheritdoc/>
    protected override Goal ReadValue(Dictionary<string, AttributeValue> item) => new(
        SalesFigureAttributes.Read(item), MinuteItem.Long(item, Target),
        Parsed(item, Period, GoalPeriodNames.Parse), Text(item, TimeZone), Time(item, UpdatedAt))
    {
        Date = TextOrNull(item, Date) is null ? null : Parsed(item, Date, DayOf),
        Name = TextOrNull(item, Name),
    };

    private static DateOnly? DayOf(string text) =>
        DateOnly.TryParseExact(text, DateForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
