namespace Analytics.Local.Gateway;

/// <summary>A request as it came, before it is put into the form that a function gets.</summary>
public sealed record GatewayRequest
{
    public required string RequestId { get; init; }

    public required string Method { get; init; }

    /// <summary>Percent-encoded, with its first slash, without the query.</summary>
    public required string Path { get; init; }

    /// <summary>Percent-encoded, without the question mark.</summary>
    public string Query { get; init; } = "";

    /// <summary>In the order in which they came; a name may come more than once and in any case.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    public string Protocol { get; init; } = "HTTP/1.1";

    public required string SourceIp { get; init; }

    public required DateTimeOffset Time { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The value of a header, several of the name joined by commas; null if it is not there.</summary>
    public string? Header(string name)
    {
        var values = Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value)
            .ToList();
        return values.Count == 0 ? null : string.Join(',', values);
    }
}
