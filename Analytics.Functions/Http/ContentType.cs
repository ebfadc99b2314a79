namespace Analytics.Functions.Http;

/// <summary>A <c>Content-Type</c> (RFC 9110, section 8.3): media type and charset, both in lower case.</summary>
/// <param name="MediaType">The type and subtype.</param>
/// <param name="Charset">The charset; null when not given.</param>
internal readonly record struct ContentType(string MediaType, string? Charset)
{
    private const string Application = "application/";
    private const string Suffix = "+json";

    /// <summary>Whether it is JSON: <c>application/json</c> or a type with the suffix <c>+json</c> (RFC 6839).</summary>
    public bool IsJson => MediaType == "application/json" || HasJsonSuffix;

    /// <summary>Whether its text is UTF-8, which JSON always is (RFC 8259, section 8.1); <c>utf8</c> is a common spelling.</summary>
    public bool IsUtf8 => Charset is null or "utf-8" or "utf8";

    private bool HasJsonSuffix => MediaType.StartsWith(Application, StringComparison.Ordinal)
        && MediaType.EndsWith(Suffix, StringComparison.Ordinal)
        && MediaType.Length > Application.Length + Suffix.Length
        && MediaType.AsSpan(Application.Length).IndexOfAny("/ ,\t") < 0;

    /// <summary>Parses a header's value.</summary>
    public static ContentType Parse(string header)
    {
        var parts = Split(header);
        string? charset = null;
        foreach (var part in parts.Skip(1))
        {
            // Parameter names and charset names are case-insensitive.
            if (part.Split('=', 2) is [var name, var value] && name.Trim().Equals("charset", StringComparison.OrdinalIgnoreCase))
            {
                charset ??= value.Trim().Trim('"').ToLowerInvariant();
            }
        }

        return new ContentType(parts[0].Trim().ToLowerInvariant(), charset);
    }

    // Splits at semicolons outside quoted strings.
    private static List<string> Split(string header)
    {
        var (parts, start, isQuoted) = (new List<string>(), 0, false);
        for (var index = 0; index < header.Length; index++)
        {
            if (header[index] == '\\' && isQuoted)
            {
                index++;
            }
            else if (header[index] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (header[index] == ';' && !isQuoted)
            {
                parts.Add(header[start..index]);
                start = index + 1;
            }
        }

        parts.Add(header[start..]);
        return parts;
    }
}
