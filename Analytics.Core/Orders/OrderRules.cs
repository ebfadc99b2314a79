using System.Globalization;
using System.Text;

namespace Analytics.Core.Orders;

/// <summary>The limits of an order, the same wherever an order comes from.</summary>
public static class OrderRules
{
    /// <summary>Positions of an order at the most.</summary>
    public const int MaxLines = 100;

    /// <summary>The most of one line.</summary>
    public const long MaxQuantity = 1_000_000;

    /// <summary>The highest price of one unit, in major units.</summary>
    public const long MaxUnitPrice = 1_000_000;

    /// <summary>The longest SKU or customer id, in characters (Unicode scalar values).</summary>
    public const int MaxNameLength = 64;

    /// <summary>How many of its newest change ids an order keeps.</summary>
    public const int MaxChangeIds = 32;

    /// <summary>How far ahead of its own last change an order may be placed.</summary>
    public static readonly TimeSpan MaxAhead = TimeSpan.FromDays(1);

    /// <summary>The highest version that is read; an item with another one reads as version 0.</summary>
    public const long MaxVersion = 1_000_000_000_000_000;

    /// <summary>The largest document that an order is read from, in bytes.</summary>
    public const int MaxBodyBytes = 256 * 1024;

    /// <summary>The highest price of one unit in minor units of a currency.</summary>
    public static long UnitPriceMaxMinor(Currency currency)
    {
        var max = MaxUnitPrice;
        for (var decimals = 0; decimals < currency.Exponent; decimals++)
        {
            max *= 10;
        }

        return max;
    }

    /// <summary>What a SKU or customer id must be.</summary>
    internal static readonly string NameRule = $"must be 1 to {MaxNameLength} printable characters";

    /// <summary>A SKU or customer id as a new order has it: without white space around it, in Unicode normalisation form C.</summary>
    public static string NormalizeName(string text) => CanonicalForm.Of(text.Trim());

    /// <summary>Whether a SKU or customer id is 1 to 64 printable characters.</summary>
    public static bool IsName(string text)
    {
        var (characters, index) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if (++characters > MaxNameLength || !IsNameCharacter(rune, text, index))
            {
                return false;
            }

            index += rune.Utf16SequenceLength;
        }

        return characters > 0;
    }

    /// <summary>Whether a character of a name is printable, or a joiner that changes how the name is printed.</summary>
    // A lone surrogate is enumerated as U+FFFD, which no one means to write in a name.
    internal static bool IsNameCharacter(Rune rune, string name, int index) =>
        rune != Rune.ReplacementChar && (IsPrintable(Rune.GetUnicodeCategory(rune)) || Joiners.IsAllowedAt(name, index));

    private static bool IsPrintable(UnicodeCategory category) => category is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
