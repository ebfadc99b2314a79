using System.Globalization;
using System.Net;
using System.Text;

namespace Analytics.Local.CloudWatch.Protocol;

/// <summary>Parses the parameters of the Query protocol into a structure.</summary>
/// <remarks>
/// <c>MetricData.member.1.Value=2</c> becomes a structure with a list of structures. All values are text: only the operation that reads a
/// value knows its type.
/// </remarks>
internal static class QueryForm
{
    private const int MaxDepth = 64;

    /// <exception cref="ServiceError">A name is repeated, is both a value and a structure, or is nested too deeply.</exception>
    public static WireValue.Map Read(ReadOnlySpan<byte> form)
    {
        var root = new Node();
        foreach (var pair in Encoding.UTF8.GetString(form).Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var mark = pair.IndexOf('=', StringComparison.Ordinal);
            var name = WebUtility.UrlDecode(mark < 0 ? pair : pair[..mark]);
            root.Set(name, WebUtility.UrlDecode(mark < 0 ? "" : pair[(mark + 1)..]));
        }

        return root.ToMap();
    }

    private sealed class Node
    {
        private readonly SortedDictionary<string, Node> children = new(StringComparer.Ordinal);
        private string? text;

        public void Set(string name, string value)
        {
            var node = this;
            var parts = name.Split('.');
            if (parts.Length > MaxDepth)
            {
                throw ServiceError.Serialization($"The request is nested more than {MaxDepth} deep.");
            }

            foreach (var part in parts)
            {
                if (!node.children.TryGetValue(part, out var child))
                {
                    node.children.Add(part, child = new Node());
                }

                node = child;
            }

            node.text = node.text is null ? value : throw ServiceError.Serialization($"The parameter {name} occurs twice.");
        }

        public WireValue.Map ToMap() => new(children.ToDictionary(
            child => child.Key, child => child.Value.ToWire(child.Key), StringComparer.Ordinal));

        private WireValue ToWire(string name)
        {
            if (text is not null)
            {
                return children.Count == 0
                    ? new WireValue.Untyped(text)
                    : throw ServiceError.Serialization($"The parameter {name} occurs as a value and as a structure.");
            }

            return children.Count == 1 && children.TryGetValue("member", out var members) && members.text is null
                ? WireValue.ListOf(members.children.OrderBy(child => NumberOf(name, child.Key)).Select(child => child.Value.ToWire(name)))
                : ToMap();
        }

        private static int NumberOf(string name, string text) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw ServiceError.Serialization($"The members of the parameter {name} must be numbered; one is called '{text}'.");
    }
}
