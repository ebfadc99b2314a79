using System.Text;

namespace Analytics.Core.Orders;

/// <summary>Validates the metadata of new orders: up to 20 pairs of short texts.</summary>
internal static class NewMetadata
{
    /// <summary>The rule for metadata, as error messages state it.</summary>
    public static readonly string Rule = $"must be an object with at most {OrderRules.MaxMetadata} string members";

    private static readonly string ValueRule = $"must be a string of at most {OrderRules.MaxMetadataValueLength} characters, without "
        + "control characters other than tabs and line breaks";

    /// <summary>Validates pairs and normalises their keys.</summary>
    /// <returns>The pairs in ordinal order of their keys.</returns>
    public static IReadOnlyList<KeyValuePair<string, string>> Check(IReadOnlyList<KeyValuePair<string, string?>> pairs, FieldErrors errors)
    {
        errors.Require(pairs.Count <= OrderRules.MaxMetadata, "#/metadata", Rule);
        var keys = new HashSet<string>();
        foreach (var (key, value) in pairs.Take(OrderRules.MaxMetadata))
        {
            var (name, pointer) = (OrderRules.NormalizeName(key), JsonPointer.Append("#/metadata", key));
            errors.Require(
                NewName.FaultOf(name, OrderRules.MaxMetadataKeyLength) is null, pointer,
                $"has an invalid key: it {OrderRules.NameRuleOf(OrderRules.MaxMetadataKeyLength)}");
            errors.Require(keys.Add(name), pointer, "has the same key as another pair");
            errors.Require(value is not null && IsValue(value), pointer, ValueRule);
        }

        return Texts([.. pairs.Select(pair => KeyValuePair.Create(OrderRules.NormalizeName(pair.Key), pair.Value))]);
    }

    /// <summary>The pairs whose value is a text, in ordinal order of their keys. Another writer may store anything.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Texts(IReadOnlyList<KeyValuePair<string, string?>> pairs) => pairs.Count == 0
        ? []
        : [.. pairs.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Key, pair.Value!))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)];

    private static bool IsValue(string text)
    {
        var characters = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (++characters > OrderRules.MaxMetadataValueLength || (Rune.IsControl(rune) && rune.Value is not ('\t' or '\n' or '\r')))
            {
                return false;
            }
        }

        return true;
    }
}
