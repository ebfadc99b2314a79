using System.Text.RegularExpressions;

namespace Analytics.Local.CloudWatch.Dashboards;

/// <summary>
/// Checks one entry of a widget's metrics: <c>[namespace, name, dimension, value, ..., {rendering}]</c> or <c>[{expression}]</c>.
/// </summary>
internal static partial class MetricEntry
{
    /// <summary>
    /// Checks an entry. Dots refer to the previous entry: one dot repeats one element, three or more repeat the remaining leading elements.
    /// </summary>
    public static void Check(BodyNode entry, bool isFirst)
    {
        if (!entry.ExpectArray(1, 64))
        {
            return;
        }

        var items = entry.Items().ToList();
        var rendering = items is [.., { IsObject: true } last] ? last : (BodyNode?)null;
        if (rendering is { } given)
        {
            items.RemoveAt(items.Count - 1);
            CheckRendering(given);
        }

        if (items.Count == 0)
        {
            if (rendering is { } alone && alone.Member("expression") is null)
            {
                entry.Error("Should have a namespace and a metric name, or an 'expression'");
            }

            return;
        }

        items.ForEach(item => item.ExpectText());
        var dots = items.FindIndex(item => item.AsText is { Length: > 0 } text && text.All(letter => letter == '.'));
        if (dots >= 0 && isFirst)
        {
            items[dots].Error("Should not repeat an entry before the first");
        }

        if (items.TrueForAll(item => item.AsText is not { Length: > 1 } text || text.Any(letter => letter != '.'))
            && (items.Count < 2 || items.Count % 2 != 0))
        {
            entry.Error("Should have a namespace, a metric name, and a value for each dimension name");
        }
    }

    private static void CheckRendering(BodyNode rendering)
    {
        rendering.ExpectOnly(
            "id", "label", "color", "stat", "period", "yAxis", "visible", "region", "accountId", "expression", "stacked");
        rendering.Member("expression")?.ExpectText();
        rendering.Member("label")?.ExpectText();
        rendering.Member("stat")?.ExpectText();
        rendering.Member("period")?.ExpectWhole(1, double.MaxValue);
        rendering.Member("yAxis")?.ExpectOneOf("left", "right");
        rendering.Member("visible")?.ExpectBoolean();
        if (rendering.Member("id") is { } id && (id.AsText is not { } idText || !Id().IsMatch(idText)))
        {
            id.Error("Should begin with a lower case letter, followed by letters, digits and underscores");
        }

        if (rendering.Member("color") is { } color && (color.AsText is not { } colorText || !Color().IsMatch(colorText)))
        {
            color.Error("Should be a color such as #1f77b4");
        }
    }

    [GeneratedRegex(@"^[a-z][a-zA-Z0-9_]*\z")]
    private static partial Regex Id();

    [GeneratedRegex(@"^#[0-9a-fA-F]{6}\z")]
    private static partial Regex Color();
}
