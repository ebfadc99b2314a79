using System.Text.Json;
using Analytics.Core.Goals;
using Analytics.Core.Orders;
using Analytics.Core.Wire;

namespace Analytics.Functions.Shared;

/// <summary>The fields <c>measure</c> and <c>currency</c>, which name one number of a shop's sales.</summary>
internal static class SalesFigureFields
{
    private const string Measure = "measure";
    private const string CurrencyField = "currency";
    private const string CurrencyRule = "must be an ISO 4217 currency code in capitals, as USD";

    /// <summary>The names of the fields.</summary>
    public static string[] Names { get; } = [Measure, CurrencyField];

    /// <summary>Reads the fields.</summary>
    public static SalesFigure Read(JsonFields fields)
    {
        var measure = SalesMeasureNames.Parse(fields.Word(Measure, SalesMeasureNames.All, otherwise: null)) ?? SalesMeasure.Orders;
        if (measure != SalesMeasure.Revenue)
        {
            if (fields.Has(CurrencyField))
            {
                fields.Refuse(CurrencyField, "is allowed only with the measure revenue");
            }

            return new SalesFigure(measure, null);
        }

        var code = fields.RequiredText(CurrencyField, CurrencyRule);
        if (!Currency.TryParse(code, out var currency))
        {
            fields.Refuse(CurrencyField, $"{CurrencyRule}; got '{code}'");
        }

        return new SalesFigure(measure, currency);
    }

    /// <summary>Writes the fields.</summary>
    public static void Write(Utf8JsonWriter json, SalesFigure figure)
    {
        json.WriteString(Measure, figure.Measure.ToWire());
        if (figure.Currency is { } currency)
        {
            json.WriteString(CurrencyField, currency.Code);
        }
    }

    /// <summary>Writes a value of a figure under the name of its measure, as totals show it.</summary>
    public static void WriteValue(Utf8JsonWriter json, SalesFigure figure, Int128 value)
    {
        if (figure.Currency is not { } currency)
        {
            json.WriteNumber(figure.Measure.ToWire(), (long)value);
            return;
        }

        json.WriteStartObject(figure.Measure.ToWire());
        json.WriteAmount(currency.Code, value, currency);
        json.WriteEndObject();
    }
}
