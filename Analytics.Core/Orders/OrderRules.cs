using System.Globalization;
using System.Text;

namespace Analytics.Core.Orders;

/// <summary>The limits of an order, regardless of its source.</summary>
public static class OrderRules
{
    /// <summary>Maximum number of lines of an order.</summary>
    public const int MaxLines = 100;

    /// <summary>Maximum quantity of one line.</summary>
    public const long MaxQuantity = 1_000_000;

    /// <summary>Maximum price of one unit, in major units.</summary>
    public const long MaxUnitPrice = 1_000_000;

    /// <summary>Maximum shipping charge and maximum tax of an order, in major units.</summary>
    public const long MaxCharge = 1_000_000_000;

    /// <summary>Maximum length of a SKU, customer id or reference, in characters (Unicode scalar values).</summary>
    public const int MaxNameLength = 64;

    /// <summary>Maximum length of the display name of a line, in characters.</summary>
    public const int MaxDisplayNameLength = 200;

    /// <summary>Maximum number of pairs of metadata.</summary>
    public const int MaxMetadata = 20;

    /// <summary>Maximum length of a key of metadata, in characters.</summary>
    public const int MaxMetadataKeyLength = 40;

    /// <summary>Maximum length of a value of metadata, in characters.</summary>
    public const int MaxMetadataValueLength = 500;

    /// <summary>Maximum age of a new order's <c>placedAt</c>: 400 days, the length of the longest window.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(400);

    /// <summary>Maximum time by which a new order's <c>placedAt</c> may be ahead of the clock, since the clocks of shops differ.</summary>
    public static readonly TimeSpan MaxClockAhead = TimeSpan.FromMinutes(5);

    /// <summary>Number of newest change ids that an order retains.</summary>
    public const int MaxChangeIds = 32;

    /// <summary>Maximum time by which <c>PlacedAt</c> may be after <c>UpdatedAt</c>: one day.</summary>
    public static readonly TimeSpan MaxAhead = TimeSpan.FromDays(1);

    /// <summary>Highest valid version. An item with any other version reads as version 0.</summary>
    public const long MaxVersion = 1_000_000_000_000_000;

    /// <summary>Maximum size of a document from which an order is read, in bytes.</summary>
    public const int MaxBodyBytes = 256 * 1024;

    /// <summary>Maximum price of one unit, in minor units of a currency.</summary>
    public static long UnitPriceMaxMinor(Currency currency) => ToMinor(MaxUnitPrice, currency);

    /// <summary>Maximum shipping charge and maximum tax of an order, in minor units of a currency.</summary>
    public static long MaxChargeMinor(Currency currency) => ToMinor(MaxCharge, currency);

    private static long ToMinor(long major, Currency currency)
    {
        var max = major;
        for (var decimals = 0; decimals < currency.Exponent; decimals++)
        {
            max *= 10;
        }

        return max;
    }

    /// <summary>The rule for SKUs and customer ids, as error messages state it.</summary>
    internal static readonly string NameRule = NameRuleOf(MaxNameLength);

    /// <summary>The rule for names of another length, as error messages state it.</summary>
    internal static string NameRuleOf(int maxLength) => $"must be 1 to {maxLength} printable characters";

    /// <summary>Normalises a name of a new order, such as a SKU: trims white space and applies Unicode normalisation form C.</summary>
    public static string NormalizeName(string text) => CanonicalForm.Of(text.Trim());

    /// <summary>Whether a text is a valid name, such as a SKU: 1 to 64 printable characters, or 1 to another maximum.</summary>
    public static bool IsName(string text, int maxLength = MaxNameLength)
    {
        var (characters, index) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if (++characters > maxLength || !IsNameCharacter(rune, text, index))
            {
                return false;
            }

            index += rune.Utf16SequenceLength;
        }

        return characters > 0;
    }

    /// <summary>Whether a character of a name is printable, or a joiner that changes how the name is rendered.</summary>
    // A lone surrogate is enumerated as U+FFFD, which no legitimate name contains.
    internal static bool IsNameCharacter(Rune rune, string name, int index) =>
        rune != Rune.ReplacementChar && (IsPrintable(Rune.GetUnicodeCategory(rune)) || Joiners.IsAllowedAt(name, index));

    private static bool IsPrintable(UnicodeCategory category) => category is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
