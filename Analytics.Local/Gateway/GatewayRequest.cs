namespace Analytics.Local.Gateway;

/// <summary>An HTTP request as received, before it is converted to a Lambda event.</summary>
public sealed record GatewayRequest
{
    public required string RequestId { get; init; }

    public required string Method { get; init; }

    /// <summary>Percent-encoded, with its leading slash, without the query string.</summary>
    public required string Path { get; init; }

    /// <summary>The query string: percent-encoded, without the question mark.</summary>
    public string Query { get; init; } = "";

    /// <summary>The headers in the order received; a name may occur more than once and in any case.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    public string Protocol { get; init; } = "HTTP/1.1";

    public required string SourceIp { get; init; }

    public required DateTimeOffset Time { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Returns the value of a header; repeated headers are joined by commas. Null if the header is absent.</summary>
    public string? Header(string name)
    {
        var values = Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value)
            .ToList();
        return values.Count == 0 ? null : string.Join(',', values);
    }
}
