using System.Text.Json;
using Analytics.Local.EventSources.Mappings;
using Analytics.Local.EventSources.Records;

namespace Analytics.Local.EventSources.Filters;

/// <summary>Applies a mapping's filter patterns to its records.</summary>
internal sealed class RecordFilter
{
    // DynamoDB items nest up to 32 levels, and each level takes two levels of JSON.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 256 };

    private readonly IReadOnlyList<FilterPattern> _patterns;

    private RecordFilter(IReadOnlyList<FilterPattern> patterns) => _patterns = patterns;

    /// <summary>Creates the filter of a mapping.</summary>
    /// <exception cref="FormatException">A pattern is invalid, or matches the raw data of a Kinesis record instead of JSON fields in
    /// it.</exception>
    public static RecordFilter Of(EventSourceMappingDefinition mapping)
    {
        FilterPattern[] patterns = [.. mapping.FilterPatterns.Select(FilterPattern.Parse)];
        return mapping.Kind == EventSourceKind.Kinesis && patterns.Any(pattern => pattern.HasRulesFor("data"))
            ? throw new FormatException($"{mapping.Name}: a filter pattern for the data of a Kinesis record must be a JSON object.")
            : new RecordFilter(patterns);
    }

    /// <summary>
    /// Whether any pattern matches. Without patterns every record passes; with patterns, data that is not JSON never passes.
    /// </summary>
    public bool Passes(StreamRecord record)
    {
        if (_patterns.Count == 0)
        {
            return true;
        }

        if (record.FilterJson is not { } json)
        {
            return false;
        }

        using JsonDocument document = JsonDocument.Parse(json, Deep);
        return _patterns.Any(pattern => pattern.Matches(document.RootElement));
    }
}
