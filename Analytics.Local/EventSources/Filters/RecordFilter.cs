using System.Text.Json;
using Analytics.Local.EventSources.Mappings;
using Analytics.Local.EventSources.Records;

namespace Analytics.Local.EventSources.Filters;

/// <summary>Decides which records of a mapping reach its function.</summary>
internal sealed class RecordFilter
{
    // An item may be nested 32 levels deep, which are two levels of JSON each.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 256 };

    private readonly IReadOnlyList<FilterPattern> _patterns;

    private RecordFilter(IReadOnlyList<FilterPattern> patterns) => _patterns = patterns;

    /// <summary>The filter of a mapping.</summary>
    /// <exception cref="FormatException">A pattern is not one, or asks for data that is not JSON.</exception>
    public static RecordFilter Of(EventSourceMappingDefinition mapping)
    {
        FilterPattern[] patterns = [.. mapping.FilterPatterns.Select(FilterPattern.Parse)];
        return mapping.Kind == EventSourceKind.Kinesis && patterns.Any(pattern => pattern.HasRulesFor("data"))
            ? throw new FormatException($"{mapping.Name}: a filter pattern for the data of a Kinesis record must be a JSON object.")
            : new RecordFilter(patterns);
    }

    /// <summary>Whether any pattern matches; without patterns every record passes, and data that is not JSON passes none.</summary>
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
