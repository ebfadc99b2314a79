using System.Security.Cryptography;
using System.Text;

namespace Analytics.Cli.Signing;

/// <summary>The text of a request that Signature Version 4 signs (AWS IAM user guide, "Create a signed AWS API request").</summary>
/// <param name="Text">The canonical request.</param>
/// <param name="SignedHeaders">The names of the headers in it, separated by semicolons.</param>
internal readonly record struct CanonicalRequest(string Text, string SignedHeaders)
{
    /// <summary>Writes the text of a request.</summary>
    /// <param name="method">The method.</param>
    /// <param name="address">The absolute address, as it is sent.</param>
    /// <param name="headers">The headers to sign beside <c>host</c>, by their names in lower case.</param>
    /// <param name="body">The body; empty for none.</param>
    public static CanonicalRequest Of(
        HttpMethod method, Uri address, IReadOnlyDictionary<string, string> headers, ReadOnlySpan<byte> body)
    {
        var signed = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = address.Authority };
        foreach (var (name, value) in headers)
        {
            signed[name] = value.Trim();
        }

        var names = string.Join(';', signed.Keys);
        var text = new StringBuilder()
            .Append(method.Method).Append('\n')
            .Append(Path(address)).Append('\n')
            .Append(Query(address)).Append('\n')
            .AppendJoin("", signed.Select(header => $"{header.Key}:{header.Value}\n")).Append('\n')
            .Append(names).Append('\n')
            .Append(Convert.ToHexStringLower(SHA256.HashData(body)));
        return new CanonicalRequest(text.ToString(), names);
    }

    // Every service but S3 signs each segment of the path encoded twice, of which the first time is in the address.
    private static string Path(Uri address) =>
        string.Join('/', address.GetComponents(UriComponents.Path | UriComponents.KeepDelimiter, UriFormat.UriEscaped)
            .Split('/').Select(Uri.EscapeDataString));

    private static string Query(Uri address) => string.Join('&', address.Query.TrimStart('?')
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(parameter => parameter.Split('=', 2))
        .Select(parts => (Name: Encoded(parts[0]), Value: parts.Length > 1 ? Encoded(parts[1]) : ""))
        .OrderBy(parameter => parameter.Name, StringComparer.Ordinal).ThenBy(parameter => parameter.Value, StringComparer.Ordinal)
        .Select(parameter => $"{parameter.Name}={parameter.Value}"));

    private static string Encoded(string part) => Uri.EscapeDataString(Uri.UnescapeDataString(part));
}
