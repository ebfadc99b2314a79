using Analytics.Local.Hosting;

namespace Analytics.Local.Gateway;

/// <summary>How the gateway serves.</summary>
internal sealed record GatewayOptions
{
    /// <summary>The port on localhost; 0 takes a free one.</summary>
    public required int Port { get; init; }

    /// <summary>The account that requests are said to be made to.</summary>
    public required string AccountId { get; init; }

    public required ILogSink Log { get; init; }

    public required TimeProvider TimeProvider { get; init; }

    /// <summary>Is told of every request when it has been answered; from any thread.</summary>
    public Action<GatewayMeasure> Measured { get; init; } = _ => { };
}

/// <summary>How a request went: what API Gateway's own metrics are made of.</summary>
/// <param name="Status">The status of the answer.</param>
/// <param name="Latency">From the request's arrival to its answer.</param>
/// <param name="IntegrationLatency">What of it the function took; null if none was called.</param>
internal readonly record struct GatewayMeasure(int Status, TimeSpan Latency, TimeSpan? IntegrationLatency);
