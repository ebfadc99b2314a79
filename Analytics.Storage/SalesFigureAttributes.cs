using Amazon.DynamoDBv2.Model;
using Analytics.Core.Goals;
using Analytics.Core.Orders;

namespace Analytics.Storage;

/// <summary>The attributes of a <see cref="SalesFigure"/> in an item.</summary>
internal static class SalesFigureAttributes
{
    private const string Measure = "measure";
    private const string Currency = "currency";

    /// <summary>Adds the attributes.</summary>
    public static void Write(SalesFigure figure, Dictionary<string, AttributeValue> item)
    {
        item[Measure] = new AttributeValue { S = figure.Measure.ToWire() };
        if (figure.Currency is { } currency)
        {
            item[Currency] = new AttributeValue { S = currency.Code };
        }
    }

    /// <summary>Reads the attributes.</summary>
    /// <exception cref="FormatException">They are missing or invalid.</exception>
    public static SalesFigure Read(Dictionary<string, AttributeValue> item)
    {
        var measure = SalesMeasureNames.Parse(item.GetValueOrDefault(Measure)?.S)
            ?? throw MinuteItem.Damaged(item, $"its {Measure} is unknown");
        return measure == SalesMeasure.Revenue
            ? new SalesFigure(measure, Core.Orders.Currency.Parse(item.GetValueOrDefault(Currency)?.S ?? ""))
            : new SalesFigure(measure, null);
    }
}
