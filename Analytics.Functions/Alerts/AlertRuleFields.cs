using System.Text.Json;
using Analytics.Core.Alerts;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Functions.Shared;

namespace Analytics.Functions.Alerts;

/// <summary>A rule of an alert as JSON: <c>type</c> says which rule it is, the other fields are those of that rule.</summary>
internal static class AlertRuleFields
{
    /// <summary>The words of <c>compare</c>.</summary>
    public static IReadOnlyList<string> Comparisons { get; } = ["yesterday", LastWeek, "lastYear"];

    private const string LastWeek = "lastWeek";
    private const string NoSales = "noSales";
    private const string Below = "below";
    private const string ItemAbove = "itemAbove";
    private const long DefaultMinutes = 60;

    private static readonly string[] Types = [NoSales, Below, ItemAbove];

    private static readonly string[] All = ["type", "minutes", .. SalesFigureFields.Names, "percent", "compare", "sku", "units"];

    /// <summary>The name of a rule's type.</summary>
    public static string TypeOf(AlertRule rule) =>
        rule switch { AlertRule.NoSales => NoSales, AlertRule.Below => Below, _ => ItemAbove };

    /// <summary>Reads the field <c>rule</c>; null if it is missing or has no known type.</summary>
    public static AlertRule? Read(JsonFields fields)
    {
        const string rule = "must be an object with a type";
        if (fields.Object("rule", All) is not { } read)
        {
            fields.Refuse("rule", $"is missing; it {rule}");
            return null;
        }

        switch (read.Word("type", Types, otherwise: null))
        {
            case NoSales:
                Only(read, NoSales, "minutes");
                return new AlertRule.NoSales(Minutes(read, otherwise: null));
            case Below:
                Only(read, Below, [.. SalesFigureFields.Names, "percent", "compare"]);
                return new AlertRule.Below(
                    SalesFigureFields.Read(read), (int)read.Whole("percent", 1, AlertRule.MaxPercent, otherwise: null),
                    read.Word("compare", Comparisons, LastWeek));
            case ItemAbove:
                Only(read, ItemAbove, "sku", "units", "minutes");
                return new AlertRule.ItemAbove(
                    read.Name("sku", OrderRules.MaxNameLength, isRequired: false),
                    read.Whole("units", 0, AlertRule.MaxUnits, otherwise: null), Minutes(read, DefaultMinutes));
            default:
                return null;
        }
    }

    /// <summary>Writes a rule.</summary>
    public static void Write(Utf8JsonWriter json, AlertRule rule)
    {
        json.WriteStartObject("rule");
        json.WriteString("type", TypeOf(rule));
        switch (rule)
        {
            case AlertRule.NoSales noSales:
                json.WriteNumber("minutes", noSales.Minutes);
                break;
            case AlertRule.Below below:
                SalesFigureFields.Write(json, below.Figure);
                json.WriteNumber("percent", below.Percent);
                json.WriteString("compare", below.Compare);
                break;
            case AlertRule.ItemAbove above:
                if (above.Sku is { } sku)
                {
                    json.WriteString("sku", sku);
                }

                json.WriteNumber("units", above.Units);
                json.WriteNumber("minutes", above.Minutes);
                break;
        }

        json.WriteEndObject();
    }

    private static int Minutes(JsonFields fields, long? otherwise) =>
        (int)fields.Whole("minutes", 1, AlertRule.MaxMinutes, otherwise);

    // A field of another rule would be ignored.
    private static void Only(JsonFields fields, string type, params string[] known)
    {
        foreach (var name in All.Where(name => name != "type" && !known.Contains(name) && fields.Has(name)))
        {
            fields.Refuse(name, $"is not a field of the rule {type}, which has {string.Join(", ", known)}");
        }
    }
}
