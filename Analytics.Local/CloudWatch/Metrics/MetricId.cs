namespace Analytics.Local.CloudWatch.Metrics;

/// <summary>Which metric: namespace, name and dimensions. Dimensions are a set, so their order does not matter.</summary>
internal sealed class MetricId : IEquatable<MetricId>
{
    private readonly string key;

    public MetricId(string metricNamespace, string name, IEnumerable<Dimension> dimensions)
    {
        Namespace = metricNamespace;
        Name = name;
        Dimensions = [.. dimensions.OrderBy(dimension => dimension.Name, StringComparer.Ordinal)];
        // Lengths in front keep two different metrics from spelling one key, whatever their names contain.
        key = string.Concat(
            Prefixed(Namespace),
            Prefixed(Name),
            string.Concat(Dimensions.Select(dimension => Prefixed(dimension.Name) + Prefixed(dimension.Value))));
    }

    public string Namespace { get; }

    public string Name { get; }

    /// <summary>In the ordinal order of their names.</summary>
    public IReadOnlyList<Dimension> Dimensions { get; }

    /// <summary>Orders metrics by namespace, then name, then dimensions; a page of a listing ends at one.</summary>
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
