using Analytics.Core.Orders;

namespace Analytics.Functions.Aggregates;

/// <summary>Divides exactly and rounds once.</summary>
internal static class Rounded
{
    /// <summary>Number of decimals of a ratio.</summary>
    private const int RatioDecimals = 4;

    private const long RatioUnit = 10_000;

    /// <summary>The quotient, rounded to a whole number, half to even.</summary>
    /// <exception cref="DivideByZeroException"><paramref name="by"/> is 0.</exception>
    public static Int128 HalfToEven(Int128 amount, Int128 by)
    {
        var (quotient, rest) = Int128.DivRem(Int128.Abs(amount), Int128.Abs(by));
        var half = Int128.Abs(by) - rest;
        quotient += rest > half || (rest == half && Int128.IsOddInteger(quotient)) ? 1 : 0;
        return Int128.IsNegative(amount) == Int128.IsNegative(by) ? quotient : -quotient;
    }

    /// <summary>The quotient, rounded to a whole number, half away from zero.</summary>
    /// <exception cref="DivideByZeroException"><paramref name="by"/> is 0.</exception>
    public static Int128 Quotient(Int128 amount, Int128 by)
    {
        var (size, half) = (Int128.Abs(amount), Int128.Abs(by));
        var quotient = (2 * size + half) / (2 * half);
        return Int128.IsNegative(amount) == Int128.IsNegative(by) ? quotient : -quotient;
    }

    /// <summary>A ratio as a decimal number with four decimals; null if <paramref name="of"/> is 0.</summary>
    public static string? Ratio(Int128 amount, Int128 of) =>
        of == 0 ? null : MinorUnits.Format(Quotient(amount * RatioUnit, of), RatioDecimals);
}
