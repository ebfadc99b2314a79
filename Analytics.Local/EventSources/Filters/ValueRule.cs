using System.Globalization;
using System.Text.Json;

namespace Analytics.Local.EventSources.Filters;

/// <summary>One EventBridge rule for the value of a field. A closed set of cases.</summary>
internal abstract record ValueRule
{
    private ValueRule()
    {
    }

    /// <summary>Whether a value satisfies the rule.</summary>
    /// <param name="value">The value; null if the field is absent.</param>
    public abstract bool Matches(JsonElement? value);

    /// <summary>Parses a rule.</summary>
    /// <exception cref="FormatException">The rule is not supported.</exception>
    public static ValueRule Parse(JsonElement rule)
    {
        if (rule.ValueKind is JsonValueKind.Array)
        {
            throw new FormatException($"A list of values cannot hold the list {rule.GetRawText()}.");
        }

        if (rule.ValueKind is not JsonValueKind.Object)
        {
            return new Equal(rule.Clone());
        }

        JsonProperty[] members = [.. rule.EnumerateObject()];
        return members is [var only] ? Parse(only)
            : throw new FormatException($"A rule has one name; {rule.GetRawText()} has {members.Length}.");
    }

    private static ValueRule Parse(JsonProperty rule) => (rule.Name, rule.Value.ValueKind) switch
    {
        ("exists", JsonValueKind.True or JsonValueKind.False) => new Exists(rule.Value.GetBoolean()),
        ("prefix", JsonValueKind.String) => new Prefix(rule.Value.GetString()!), // Not null: its kind is string.
        ("anything-but", JsonValueKind.Array) => new AnythingBut([.. rule.Value.EnumerateArray().Select(Parse)]),
        ("anything-but", _) => new AnythingBut([Parse(rule.Value)]),
        ("numeric", JsonValueKind.Array) => NumericRange.Of(rule.Value),
        _ => throw new FormatException($"The rule {rule} is not supported; there are exists, prefix, anything-but and numeric."),
    };

    /// <summary>Exact match: strings exactly, numbers by their text.</summary>
    public sealed record Equal(JsonElement Expected) : ValueRule
    {
        public override bool Matches(JsonElement? value) => value is { } present && present.ValueKind == Expected.ValueKind
            && Expected.ValueKind switch
            {
                JsonValueKind.String => present.ValueEquals(Expected.GetString()),
                JsonValueKind.Number => present.GetRawText() == Expected.GetRawText(),
                _ => true,
            };
    }

    /// <summary>The field must exist, or must not exist.</summary>
    public sealed record Exists(bool Expected) : ValueRule
    {
        public override bool Matches(JsonElement? value) => value.HasValue == Expected;
    }

    /// <summary>The value is a string with this prefix.</summary>
    public sealed record Prefix(string Text) : ValueRule
    {
        public override bool Matches(JsonElement? value) => value is { ValueKind: JsonValueKind.String } text
            && text.GetString()!.StartsWith(Text, StringComparison.Ordinal); // Not null: its kind is string.
    }

    /// <summary>The field exists, and none of the inner rules matches its value.</summary>
    public sealed record AnythingBut(IReadOnlyList<ValueRule> Excluded) : ValueRule
    {
        public override bool Matches(JsonElement? value) => value is not null && !Excluded.Any(rule => rule.Matches(value));
    }

    /// <summary>The value is a number that satisfies every comparison.</summary>
    public sealed record NumericRange(IReadOnlyList<(string Operator, decimal Limit)> Comparisons) : ValueRule
    {
        public override bool Matches(JsonElement? value) => value is { ValueKind: JsonValueKind.Number } number
            && number.TryGetDecimal(out decimal actual)
            && Comparisons.All(comparison => comparison.Operator switch
            {
                "=" => actual == comparison.Limit,
                ">" => actual > comparison.Limit,
                ">=" => actual >= comparison.Limit,
                "<" => actual < comparison.Limit,
                _ => actual <= comparison.Limit,
            });

        internal static NumericRange Of(JsonElement rule)
        {
            JsonElement[] parts = [.. rule.EnumerateArray()];
            List<(string, decimal)> comparisons = [];
            for (int i = 0; i < parts.Length; i += 2)
            {
                if (i + 1 == parts.Length
                    || parts[i].ValueKind != JsonValueKind.String || parts[i].GetString() is not ("=" or ">" or ">=" or "<" or "<=")
                    || parts[i + 1].ValueKind != JsonValueKind.Number || !parts[i + 1].TryGetDecimal(out decimal limit))
                {
                    throw new FormatException(
                        string.Create(CultureInfo.InvariantCulture, $"{rule.GetRawText()} is not a list of operators and numbers."));
                }

                comparisons.Add((parts[i].GetString()!, limit)); // Not null: checked above.
            }

            return comparisons is [] ? throw new FormatException("A numeric rule needs a comparison.") : new NumericRange(comparisons);
        }
    }
}
