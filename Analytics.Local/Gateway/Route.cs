using Analytics.Local.Templates;

namespace Analytics.Local.Gateway;

/// <summary>A route, split into segments.</summary>
internal sealed class Route
{
    private readonly Segment[] _segments;

    public Route(RouteDefinition definition)
    {
        Definition = definition;
        _segments = definition.Path == RouteDefinition.Default ? [] : [.. definition.Path[1..].Split('/').Select(Segment.Parse)];
        // At the first segment that differs, literal text wins over a parameter, and a parameter over a greedy parameter.
        Rank = string.Concat(_segments.Select(segment => (char)('0' + (int)segment.Kind)));
    }

    public RouteDefinition Definition { get; }

    /// <summary>Sort key of routes that match the same path: in ordinal order, the most specific route comes first.</summary>
    public string Rank { get; }

    public bool IsDefault => Definition.Path == RouteDefinition.Default;

    public bool Takes(string method) => Definition.Method == "ANY" || Definition.Method == method;

    /// <summary>Returns the values of the path parameters; null if the path does not match this route.</summary>
    /// <param name="path">The segments of the decoded path, without the leading slash.</param>
    public IReadOnlyList<KeyValuePair<string, string>>? Match(ReadOnlySpan<string> path)
    {
        var parameters = new List<KeyValuePair<string, string>>();
        for (var index = 0; index < _segments.Length; index++)
        {
            if (index >= path.Length)
            {
                return null;
            }

            var (kind, text) = _segments[index];
            switch (kind)
            {
                case SegmentKind.Greedy:
                    parameters.Add(new(text, string.Join('/', path[index..].ToArray())));
                    return parameters;
                case SegmentKind.Parameter when path[index].Length > 0:
                    parameters.Add(new(text, path[index]));
                    break;
                case SegmentKind.Text when text == path[index]:
                    break;
                default:
                    return null;
            }
        }

        return path.Length == _segments.Length ? parameters : null;
    }

    private enum SegmentKind
    {
        Text,
        Parameter,
        Greedy,
    }

    private readonly record struct Segment(SegmentKind Kind, string Text)
    {
        public static Segment Parse(string segment) => segment switch
        {
            ['{', .. var name, '+', '}'] => new(SegmentKind.Greedy, name),
            ['{', .. var name, '}'] => new(SegmentKind.Parameter, name),
            _ => new(SegmentKind.Text, segment),
        };
    }
}
