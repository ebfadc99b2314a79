using System.Text;
using Analytics.Benchmarks.Workloads;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Local.Gateway;
using Analytics.Local.Templates;

namespace Analytics.Benchmarks.ColdStart;

/// <summary>What a function is asked first, and what its answer must hold.</summary>
/// <param name="Handler">What the function is called in <c>_HANDLER</c>.</param>
/// <param name="Payload">The event.</param>
/// <param name="Answer">A part of the right answer.</param>
internal sealed record FirstEvent(string Handler, byte[] Payload, string Answer)
{
    private const string Order =
        """{"customerId":"c-7","currency":"USD","lines":[{"sku":"tea","quantity":2,"unitPrice":4.50},{"sku":"mug","quantity":1,"unitPrice":12}]}""";

    /// <summary>One for each function: an order, 100 changes of just now, and the totals of five minutes.</summary>
    public static IReadOnlyList<FirstEvent> All(DateTimeOffset now) =>
    [
        new("orders", Http("POST", "/orders", "", Order), "\"statusCode\":200"),
        new("analytics", Payloads.Kinesis(Recent(SampleShop.Changes(100, 10_000), now, TimeSpan.FromSeconds(10)), 100)[0],
            "\"batchItemFailures\":[]"),
        new("aggregates", Http("GET", "/aggregates/totals", "window=5m", ""), "\"statusCode\":200"),
    ];

    /// <summary>The shop's changes, brought into the time just before a moment.</summary>
    /// <param name="changes">The changes of an hour.</param>
    /// <param name="until">When the last of them happens.</param>
    /// <param name="length">Into how much time the hour is pressed.</param>
    public static OrderChange[] Recent(OrderChange[] changes, DateTimeOffset until, TimeSpan length)
    {
        var last = changes[^1].ChangedAt;
        return [.. changes.Select(change => OrderChange.Published(Moved(change.Before), Moved(change.After)!))];

        Order? Moved(Order? order) => order is null ? null : order with { PlacedAt = At(order.PlacedAt), UpdatedAt = At(order.UpdatedAt) };

        DateTimeOffset At(DateTimeOffset time) =>
            DateTimeOffset.FromUnixTimeMilliseconds((until - (last - time) * (length / TimeSpan.FromHours(1))).ToUnixTimeMilliseconds());
    }

    private static byte[] Http(string method, string path, string query, string body)
    {
        var request = new GatewayRequest
        {
            RequestId = "coldstart",
            Method = method,
            Path = path,
            Query = query,
            Headers = [new("host", "localhost:3000"), new("content-type", "application/json"), new("user-agent", "coldstart"),
                new("accept", "*/*")],
            SourceIp = "127.0.0.1",
            Time = DateTimeOffset.UnixEpoch,
            Body = Encoding.UTF8.GetBytes(body),
        };
        return PayloadWriter.Write(
            request, new RouteMatch(new RouteDefinition("", method, path, TimeSpan.Zero), []), "api", "123456789012");
    }
}
