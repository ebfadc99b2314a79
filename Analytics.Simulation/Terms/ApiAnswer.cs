using System.Globalization;
using System.Text.Json;

namespace Analytics.Simulation.Terms;

/// <summary>What the API answered; 503 where it did not.</summary>
internal sealed record ApiAnswer(int Status, string Body, string? Tag = null)
{
    /// <summary>The change of an order that the answer shows; null where it shows none.</summary>
    public string? Change { get; init; }

    /// <summary>When to try again, in seconds.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>The order's id and version, of an answer that shows one.</summary>
    public (string Id, long Version) Order()
    {
        using var json = JsonDocument.Parse(Body);
        return (json.RootElement.GetProperty("orderId").GetString()!, json.RootElement.GetProperty("version").GetInt64());
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Status} {Body}");
}
