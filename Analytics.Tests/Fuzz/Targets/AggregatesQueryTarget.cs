using System.Text;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
using Analytics.Core.Windows;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Http;
using Analytics.Storage;
using Analytics.Tests.Support;

namespace Analytics.Tests.Fuzz.Targets;

/// <summary>What is asked of the aggregates: the route's last word, <c>?</c>, and a query string.</summary>
internal sealed class AggregatesQueryTarget : FuzzTarget
{
    private static readonly SourceGeneratorLambdaJsonSerializer<HttpJson> Serializer = new();

    public override IReadOnlyList<byte[]> Seeds { get; } = Texts(
        "totals?window=5m", "totals?from=2026-11-23T12:00Z&to=2026-11-23T12:30:00.000Z", "series?window=1h&step=5m",
        "totals?window=5m&includes=2026-11-23T12:00Z.0.caa38c9c00000001&wait=0.1s",
        "explain?window=1h&sku=tea&limit=1", $"explain?window=1h&cursor={Cursor(null)}", $"explain?window=1h&cursor={Cursor("")}",
        "items?window=1h&top=10&by=units", "items?window=12h&by=revenue&currency=USD", "items/tea?window=1d",
        "summary?window=1h&compare=previous&include=share,cumulative,averageOrderValue&currency=USD",
        "items?window=today&by=unitsChange&compare=lastYear&order=asc&tz=Africa/Cairo", "series?sku=tea,coffee&window=5m&compare=yesterday",
        "items?window=1h&by=sku&cursor=AAAAAAHEtG4BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAdGVhAAAAAA",
        "series?window=thisYear&step=1mo&tz=Australia/Lord_Howe", "totals?from=2026-11-22&to=2026-11-23&tz=America/New_York", "totals?");

    public override IReadOnlyList<byte[]> Words { get; } =
    [
        .. Vocabulary.Json,
        .. Texts("&compare=", "previous", "lastYear", "&include=", "cumulative", "share", "averageOrderValue", "&order=asc", "&cursor=",
            "&sku=", "summary?", "\\,", "sku", "revenueChange", "window=", "from=", "&to=", "&step=", "&top=", "&by=orders",
            "&currency=EUR", "&includes=", "&wait=", "0s", "10s", "0.5s",
            "2026-11-23T12:00Z.255.caa38c9c00000002", "31d", "44640m", "44641m", "999999d",
            "&tz=", "Asia/Kathmandu", "Etc/GMT+12", "lastWeek", "yesterday", "1w", "1mo", "0001-01-01", "9999-12-31", "2026-11-24",
            "1441h", "1d", "15m", "series?", "items?", "items/", "explain?", "&sku=", "&limit=", "&cursor=",
            "2026-10-20T12:00Z", "9999-12-31T23:59Z", "0001-01-01T00:00Z", "2026-11-23T12:00+14:00", "2026-11-23T12:00-14:00",
            "2026-11-23T12:00:00.0000000Z", "1000", "1001", "00001"),
    ];

    public override IReadOnlyList<byte[]> Nests => Words;

    // A series may have 44,640 points, of which an answer of 4.5 million characters is made: some 140 MB pass by on the way.
    public override long MaxAllocated(int length) => 256L * 1024 * 1024 + 1_000L * length;

    public override int? JsonAt(byte[] input) => null;

    // The cursor of a page that ended at noon, or within the search for orders that the index lacks.
    private static string Cursor(string? unindexed) => ExplainCursor.Write(
        new ExplainPosition(new MinuteRange(Minute.Of(Some.At("11:00")), Minute.Of(Some.At("13:00"))), 2, 1)
        {
            After = new OrderPosition(Some.At("12:05"), Some.Id(2)), Unindexed = unindexed,
        },
        "window=1h\nfrom=\nto=\ntz=\nsku=\ncurrency=");

    public override string Run(byte[] input)
    {
        var parts = Encoding.UTF8.GetString(input).Split('?', 2);
        var query = new Dictionary<string, string>();
        foreach (var pair in (parts.Length > 1 ? parts[1] : "").Split('&'))
        {
            var mark = pair.IndexOf('=', StringComparison.Ordinal);
            query[mark < 0 ? pair : pair[..mark]] = mark < 0 ? "" : pair[(mark + 1)..];
        }

        var sku = parts[0].StartsWith("items/", StringComparison.Ordinal) ? parts[0][6..] : null;
        var context = new StubContext();
        var answer = AggregatesEventTarget.Function().HandleAsync(
            new APIGatewayHttpApiV2ProxyRequest
            {
                RouteKey = $"GET /aggregates/{(sku is null ? parts[0] : "items/{sku}")}",
                RawPath = $"/aggregates/{parts[0]}",
                QueryStringParameters = query,
                PathParameters = sku is null ? null : new Dictionary<string, string> { ["sku"] = sku },
            },
            context).GetAwaiter().GetResult();
        return OrdersEventTarget.Answered(answer, context, Serializer);
    }
}
