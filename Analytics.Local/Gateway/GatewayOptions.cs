using Analytics.Local.Hosting;

namespace Analytics.Local.Gateway;

/// <summary>Settings of the gateway.</summary>
internal sealed record GatewayOptions
{
    private static readonly HttpClient SharedClient = new() { Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>The port on localhost; 0 selects a free port.</summary>
    public required int Port { get; init; }

    /// <summary>The account id in the request context of events.</summary>
    public required string AccountId { get; init; }

    public required ILogSink Log { get; init; }

    public required TimeProvider TimeProvider { get; init; }

    /// <summary>Reads the documents of token issuers. The gateway does not dispose it.</summary>
    public HttpClient IssuerClient { get; init; } = SharedClient;

    /// <summary>Called after each response, from any thread.</summary>
    public Action<GatewayMeasure> Measured { get; init; } = _ => { };
}

/// <summary>The measurements of one request, from which API Gateway's metrics are computed.</summary>
/// <param name="Status">The status of the response.</param>
/// <param name="Latency">Time from the arrival of the request to its response.</param>
/// <param name="IntegrationLatency">The part of it that the function took; null if no function was called.</param>
internal readonly record struct GatewayMeasure(int Status, TimeSpan Latency, TimeSpan? IntegrationLatency);
