namespace Analytics.Local.CloudWatch.Metrics;

/// <summary>Identifies a metric by namespace, name and dimensions. The order of dimensions does not matter.</summary>
internal sealed class MetricId : IEquatable<MetricId>
{
    private readonly string key;

    public MetricId(string metricNamespace, string name, IEnumerable<Dimension> dimensions)
    {
        Namespace = metricNamespace;
        Name = name;
        Dimensions = [.. dimensions.OrderBy(dimension => dimension.Name, StringComparer.Ordinal)];
        // The length prefixes ensure that two different metrics never have the same key, whatever characters their names contain.
        key = string.Concat(
            Prefixed(Namespace),
            Prefixed(Name),
            string.Concat(Dimensions.Select(dimension => Prefixed(dimension.Name) + Prefixed(dimension.Value))));
    }

    public string Namespace { get; }

    public string Name { get; }

    /// <summary>The dimensions in ordinal order of their names.</summary>
    public IReadOnlyList<Dimension> Dimensions { get; }

    /// <summary>Sorts metrics by namespace, name and dimensions; the page token of a listing contains one.</summary>
    public string SortKey => string.Join('\u0001', [Namespace, Name, .. Dimensions.SelectMany(d => new[] { d.Name, d.Value })]);

    public string? ValueOf(string dimension)
    {
        foreach (var candidate in Dimensions)
        {
            if (candidate.Name == dimension)
            {
                return candidate.Value;
            }
        }

        return null;
    }

    public bool Equals(MetricId? other) => other is not null && key == other.key;

    public override bool Equals(object? obj) => Equals(obj as MetricId);

    public override int GetHashCode() => key.GetHashCode(StringComparison.Ordinal);

    public override string ToString() =>
        $"{Namespace} {Name} {{{string.Join(", ", Dimensions.Select(d => $"{d.Name}={d.Value}"))}}}";

    private static string Prefixed(string text) => $"{text.Length}:{text}";
}
