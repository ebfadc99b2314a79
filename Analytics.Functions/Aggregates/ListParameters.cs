using System.Globalization;
using System.Text;
using Analytics.Core.Orders;

namespace Analytics.Functions.Aggregates;

/// <summary>Reads the parameters that list something by comma, and how long to wait for what <c>includes</c> lists.</summary>
internal static class ListParameters
{
    /// <summary>Maximum number of changes in <c>includes</c>.</summary>
    public const int MaxIncludes = 20;

    /// <summary>Maximum number of items in <c>sku</c>.</summary>
    public const int MaxSkus = 100;

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(2);

    /// <summary>The currencies of the sums of money. Default all.</summary>
    public static CurrencyFilter Currencies(QueryText text)
    {
        var shown = new HashSet<Currency>();
        foreach (var code in text.List("currency"))
        {
            text.Errors.Require(Currency.TryParse(code, out var currency), "currency",
                $"must be ISO 4217 currency codes in capitals by comma, as EUR,USD; '{code}' is none");
            if (currency is not null)
            {
                shown.Add(currency);
            }
        }

        return new CurrencyFilter(shown);
    }

    /// <summary>The words of <c>include</c>.</summary>
    /// <param name="text">The query.</param>
    /// <param name="known">The words that the request takes.</param>
    public static IReadOnlySet<string> Extras(QueryText text, IReadOnlyList<string> known)
    {
        var extras = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in text.List("include"))
        {
            text.Errors.Require(known.Contains(word), "include",
                $"must be {QueryText.Choice(known)} here, several by comma; got '{word}'{QueryText.Suggestion(word, known)}");
            extras.Add(word);
        }

        return extras;
    }

    /// <summary>
    /// The SKUs asked for; empty for all. A comma or a backslash that belongs to an SKU has a backslash before it.
    /// </summary>
    public static IReadOnlyList<string> Skus(QueryText text)
    {
        if (text["sku"] is not { } list)
        {
            return [];
        }

        var skus = Unescaped(list).Select(sku => Sku(text, sku)).Distinct(StringComparer.Ordinal).ToList();
        text.Errors.Require(skus.Count <= MaxSkus, "sku", $"must be at most {MaxSkus} items; got {skus.Count}");
        return skus;
    }

    /// <summary>Checks one SKU and returns it.</summary>
    public static string Sku(QueryText text, string sku)
    {
        text.Errors.Require(OrderRules.IsName(sku), "sku", $"must be 1 to {OrderRules.MaxNameLength} printable characters");
        return sku;
    }

    /// <summary>The changes that the answer must include: values of the <c>Order-Change</c> header.</summary>
    public static IReadOnlyList<ChangeToken> Includes(QueryText text)
    {
        var tokens = new List<ChangeToken>();
        foreach (var word in text.List("includes").Where(word => word.Length > 0))
        {
            text.Errors.Require(
                ChangeToken.TryParse(word, out var token), "includes", $"must be values of {ChangeToken.Header}; '{word}' is none");
            tokens.Add(token);
        }

        text.Errors.Require(tokens.Count <= MaxIncludes, "includes", $"must be at most {MaxIncludes} changes");
        return tokens;
    }

    /// <summary>How long to wait for the changes in <c>includes</c>, 0 to 10 s. Default 2 s.</summary>
    public static TimeSpan Wait(QueryText text)
    {
        if (text["wait"] is not { } wait)
        {
            return DefaultWait;
        }

        var read = wait.EndsWith('s')
            && decimal.TryParse(
                wait.AsSpan(0, wait.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds((double)Math.Min(seconds, 3600))
            : (TimeSpan?)null;
        text.Errors.Require(read <= MaxWait, "wait", $"must be 0s to {MaxWait.TotalSeconds:0}s; got '{wait}'");
        return read ?? DefaultWait;
    }

    private static IEnumerable<string> Unescaped(string list)
    {
        var sku = new StringBuilder();
        for (var index = 0; index < list.Length; index++)
        {
            if (list[index] == ',')
            {
                yield return sku.ToString();
                sku.Clear();
                continue;
            }

            var isEscape = list[index] == '\\' && index + 1 < list.Length && (list[index + 1] is ',' or '\\');
            sku.Append(isEscape ? list[++index] : list[index]);
        }

        yield return sku.ToString();
    }
}
