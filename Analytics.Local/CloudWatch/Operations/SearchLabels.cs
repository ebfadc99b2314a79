using Analytics.Local.CloudWatch.Metrics;

namespace Analytics.Local.CloudWatch.Operations;

/// <summary>Labels the metrics that SEARCH finds by the parts in which they differ.</summary>
internal static class SearchLabels
{
    /// <summary>
    /// Returns a label for each metric: those of its namespace, name and dimension values that differ between the metrics, or its name if
    /// none differ.
    /// </summary>
    public static IReadOnlyList<string> For(IReadOnlyList<MetricId> found)
    {
        var showNamespace = found.Select(id => id.Namespace).Distinct(StringComparer.Ordinal).Count() > 1;
        var showName = found.Select(id => id.Name).Distinct(StringComparer.Ordinal).Count() > 1;
        var varying = found
            .SelectMany(id => id.Dimensions)
            .Select(dimension => dimension.Name)
            .Distinct(StringComparer.Ordinal)
            .Where(name => found.Select(id => id.ValueOf(name)).Distinct(StringComparer.Ordinal).Count() > 1)
            .ToHashSet(StringComparer.Ordinal);
        return [.. found.Select(Label)];

        string Label(MetricId id)
        {
            var parts = id.Dimensions.Where(dimension => varying.Contains(dimension.Name)).Select(dimension => dimension.Value);
            parts = showName ? parts.Prepend(id.Name) : parts;
            parts = showNamespace ? parts.Prepend(id.Namespace) : parts;
            var label = string.Join(' ', parts);
            return label.Length == 0 ? id.Name : label;
        }
    }
}
