using System.Text;

namespace Analytics.Core.Orders;

/// <summary>Reads and validates the optional amounts of an order from an untrusted source.</summary>
internal static class Amounts
{
    /// <summary>Reads a number; 0 if it is absent.</summary>
    /// <param name="text">The number as JSON; null if it is absent.</param>
    /// <param name="exponent">Number of decimals.</param>
    /// <param name="value">The number in units of the last decimal.</param>
    public static AmountReading Read(string? text, int exponent, out long value)
    {
        value = 0;
        return text is null ? AmountReading.Exact : MinorUnits.Read(Encoding.UTF8.GetBytes(text), exponent, out value);
    }

    /// <summary>Validates an amount and returns it in minor units; 0 if it is absent or invalid.</summary>
    /// <param name="text">The amount in major units, as JSON; null if it is absent.</param>
    /// <param name="currency">The order's currency; null if it is unknown. Decimals are then not checked.</param>
    /// <param name="max">Largest valid amount, in minor units. Not checked if the currency is unknown.</param>
    /// <param name="pointer">JSON Pointer of the field.</param>
    /// <param name="rule">The rule, as the error states it.</param>
    /// <param name="errors">Receives the error.</param>
    public static long Check(string? text, Currency? currency, long max, string pointer, string rule, FieldErrors errors)
    {
        var reading = Read(text, currency?.Exponent ?? 4, out var minor);
        if (reading == AmountReading.TooManyDecimals)
        {
            errors.Require(currency is null, pointer, $"must have no more decimals than {currency} has: {currency?.Exponent}");
            return 0;
        }

        var isValid = reading == AmountReading.Exact && minor >= 0 && (currency is null || minor <= max);
        errors.Require(isValid, pointer, rule);
        return isValid ? minor : 0;
    }
}
