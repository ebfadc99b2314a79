using System.Text.Json;

namespace Analytics.Local.EventSources.Filters;

/// <summary>A filter pattern: every field named must satisfy one of its rules.</summary>
internal sealed class FilterPattern
{
    private readonly IReadOnlyDictionary<string, Node> _fields;

    private FilterPattern(IReadOnlyDictionary<string, Node> fields) => _fields = fields;

    /// <summary>What a pattern says of one field: rules for its value, or a pattern for what is in it.</summary>
    private sealed record Node(IReadOnlyList<ValueRule>? Rules, FilterPattern? Inner);

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">It is not a pattern, or has a rule that is not known.</exception>
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

    /// <summary>Whether a record passes.</summary>
    public bool Matches(JsonElement record) => Matches((JsonElement?)record);

    /// <summary>Whether the pattern gives rules for a field's own value, rather than for what is in it.</summary>
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

    /// <summary>A list satisfies what any of its elements satisfies.</summary>
    private static bool Satisfies(IReadOnlyList<ValueRule> rules, JsonElement? value) => rules.Any(rule =>
        value is { ValueKind: JsonValueKind.Array } list && rule is not ValueRule.Exists
            ? list.EnumerateArray().Any(element => rule.Matches(element))
            : rule.Matches(value));
}
