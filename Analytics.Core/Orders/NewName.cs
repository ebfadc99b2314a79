using System.Globalization;
using System.Text;

namespace Analytics.Core.Orders;

/// <summary>Validates the SKUs, customer ids and other names of new orders: they must not contain invisible characters.</summary>
/// <remarks>
/// Stricter than <see cref="OrderRules.IsName"/>, which validates stored orders: a name that was valid when it was stored stays valid.
/// </remarks>
internal static class NewName
{
    /// <summary>Explains why a name is refused for a new order; returns null if it is accepted.</summary>
    /// <param name="name">A name normalised by <see cref="OrderRules.NormalizeName"/>.</param>
    /// <param name="maxLength">Maximum length, in characters.</param>
    public static string? FaultOf(string name, int maxLength = OrderRules.MaxNameLength)
    {
        if (name.Length == 0)
        {
            return $"{OrderRules.NameRuleOf(maxLength)}; this is only white space";
        }

        var index = 0;
        var isBase = false;
        foreach (var rune in name.EnumerateRunes())
        {
            if (!OrderRules.IsNameCharacter(rune, name, index) || IsFiller(rune.Value) || (IsVariationSelector(rune.Value) && !isBase))
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{OrderRules.NameRuleOf(maxLength)}; U+{rune.Value:X4} at character {Characters(name, index)} is not allowed");
            }

            isBase = !Rune.IsWhiteSpace(rune) && !IsVariationSelector(rune.Value);
            index += rune.Utf16SequenceLength;
        }

        return OrderRules.IsName(name, maxLength) ? null : OrderRules.NameRuleOf(maxLength);
    }

    private static int Characters(string name, int index)
    {
        var count = 1;
        foreach (var _ in name.AsSpan(0, index).EnumerateRunes())
        {
            count++;
        }

        return count;
    }

    // Letters and marks that are Default_Ignorable_Code_Point, and so invisible: the combining grapheme joiner and fillers.
    private static bool IsFiller(int value) => value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x3164 or 0xFFA0;

    // Variation selectors choose the glyph of the preceding character.
    private static bool IsVariationSelector(int value) =>
        value is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF) or (>= 0x180B and <= 0x180D) or 0x180F;
}
