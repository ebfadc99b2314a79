using System.Globalization;
using System.Text.Json;

namespace Analytics.Simulation.Terms;

/// <summary>A response of the API; status 503 with an empty body if none arrived.</summary>
internal sealed record ClientResponse(int Status, string Body, string? Tag = null)
{
    /// <summary>The change token of the <c>Order-Change</c> header; null without one.</summary>
    public string? Change { get; init; }

    /// <summary>The <c>Retry-After</c> header, in seconds; null without one.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>The order's id and version, if the body is an order.</summary>
    public (string Id, long Version) Order()
    {
        using var json = JsonDocument.Parse(Body);
        return (json.RootElement.GetProperty("orderId").GetString()!, json.RootElement.GetProperty("version").GetInt64());
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Status} {Body}");
}
