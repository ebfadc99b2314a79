using System.Text.Json;

namespace Analytics.Local.EventSources.Filters;

/// <summary>A filter pattern: a record matches if every field in the pattern satisfies at least one of its rules.</summary>
internal sealed class FilterPattern
{
    private readonly IReadOnlyDictionary<string, Node> _fields;

    private FilterPattern(IReadOnlyDictionary<string, Node> fields) => _fields = fields;

    /// <summary>The pattern's entry for one field: rules for its value, or a nested pattern for the fields inside it.</summary>
    private sealed record Node(IReadOnlyList<ValueRule>? Rules, FilterPattern? Inner);

    /// <summary>Parses a pattern.</summary>
    /// <exception cref="FormatException">The text is not a filter pattern, or contains an unsupported rule.</exception>
    public static FilterPattern Parse(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Parse(document.RootElement)
                : throw new FormatException($"The filter pattern {json} is not an object.");
        }
        catch (JsonException error)
        {
            throw new FormatException($"The filter pattern {json} is not JSON: {error.Message}", error);
        }
    }

    /// <summary>Whether a record matches the pattern.</summary>
    public bool Matches(JsonElement record) => Matches((JsonElement?)record);

    /// <summary>Whether the pattern has rules for the field's own value rather than a nested pattern.</summary>
    public bool HasRulesFor(string field) => _fields.TryGetValue(field, out Node? node) && node.Rules is not null;

    private static FilterPattern Parse(JsonElement pattern)
    {
        Dictionary<string, Node> fields = new(StringComparer.Ordinal);
        foreach (JsonProperty field in pattern.EnumerateObject())
        {
            fields[field.Name] = field.Value.ValueKind switch
            {
                JsonValueKind.Object => new Node(null, Parse(field.Value)),
                JsonValueKind.Array => new Node([.. field.Value.EnumerateArray().Select(ValueRule.Parse)], null),
                _ => throw new FormatException($"The value of '{field.Name}' in a filter pattern must be a list or an object."),
            };
        }

        return fields.Count > 0 ? new FilterPattern(fields) : throw new FormatException("A filter pattern must name a field.");
    }

    private bool Matches(JsonElement? parent) => _fields.All(field =>
    {
        JsonElement? value = parent is { ValueKind: JsonValueKind.Object } present
            && present.TryGetProperty(field.Key, out JsonElement found)
            ? found
            : null;
        return field.Value.Inner is { } inner ? inner.Matches(value) : Satisfies(field.Value.Rules!, value); // One of the two is there.
    });

    /// <summary>An array satisfies the rules if any of its elements does.</summary>
    private static bool Satisfies(IReadOnlyList<ValueRule> rules, JsonElement? value) => rules.Any(rule =>
        value is { ValueKind: JsonValueKind.Array } list && rule is not ValueRule.Exists
            ? list.EnumerateArray().Any(element => rule.Matches(element))
            : rule.Matches(value));
}
