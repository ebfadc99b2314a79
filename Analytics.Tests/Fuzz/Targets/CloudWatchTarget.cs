using System.Text;
using System.Text.Json.Nodes;
using Analytics.Local.CloudWatch.Dashboards;
using Analytics.Local.CloudWatch.Metrics;
using Analytics.Local.CloudWatch.Operations;
using Analytics.Local.CloudWatch.Protocol;
using Analytics.Tests.Local.CloudWatch;
using Microsoft.AspNetCore.Http;
using Noon = Analytics.Tests.Local.CloudWatch.Some;

namespace Analytics.Tests.Fuzz.Targets;

/// <summary>Requests to the local CloudWatch: an operation's name, a line feed, and the request in one of the two protocols.</summary>
internal sealed class CloudWatchTarget(bool isCbor) : FuzzTarget
{
    // What is kept of one request is there for the next, so that reading finds something; then it begins anew.
    private const int RequestsOfOneStore = 200;
    private const string Service = "GraniteServiceVersion20100801";

    private static readonly (string Operation, string Request)[] Valid =
    [
        ("PutMetricData", """{"Namespace":"Shop","MetricData":[{"MetricName":"Orders","Timestamp":1795435200,"Value":1.5,"Unit":"Count","StorageResolution":1,"Dimensions":[{"Name":"Lane","Value":"1"}]},{"MetricName":"Latency","Timestamp":1795435200,"Values":[1,2,1000.5],"Counts":[10,5,1]},{"MetricName":"Latency","StatisticValues":{"SampleCount":3,"Sum":6,"Minimum":1,"Maximum":3}}]}"""),
        ("GetMetricData", """{"StartTime":1795435140,"EndTime":1795435320,"ScanBy":"TimestampAscending","MaxDatapoints":100,"MetricDataQueries":[{"Id":"a","MetricStat":{"Metric":{"Namespace":"Shop","MetricName":"Orders","Dimensions":[{"Name":"Lane","Value":"1"}]},"Period":60,"Stat":"Sum"}},{"Id":"b","MetricStat":{"Metric":{"Namespace":"Shop","MetricName":"Latency"},"Period":1,"Stat":"p99.9"},"ReturnData":false},{"Id":"c","Expression":"(a + FILL(b, 0)) / MAX(METRICS()) * -1 ^ 2","Label":"x ${MAX}"},{"Id":"d","Expression":"SUM(SEARCH('{Shop,Lane} MetricName=\"Orders\"', 'Sum', 60))"}]}"""),
        ("GetMetricStatistics", """{"Namespace":"Shop","MetricName":"Latency","StartTime":1795435140,"EndTime":1795435320,"Period":60,"Statistics":["Sum","Average"]}"""),
        ("ListMetrics", """{"Namespace":"Shop","MetricName":"Orders","Dimensions":[{"Name":"Lane"}],"RecentlyActive":"PT3H"}"""),
        ("PutDashboard", $$"""{"DashboardName":"shop","DashboardBody":{{System.Text.Json.JsonSerializer.Serialize(DashboardTarget.Bodies[1])}}}"""),
        ("GetDashboard", """{"DashboardName":"shop"}"""),
        ("ListDashboards", """{"DashboardNamePrefix":"s"}"""),
        ("DeleteDashboards", """{"DashboardNames":["shop"]}"""),
    ];

    private RequestHandler? _handler;
    private int _requests;
    private string _said = "";

    public override IReadOnlyList<byte[]> Seeds { get; } =
        [.. Valid.Select(valid => (byte[])[.. Encoding.UTF8.GetBytes($"{valid.Operation}\n"), .. Written(valid.Request, isCbor)])];

    public override IReadOnlyList<byte[]> Words { get; } = isCbor
        ?
        [
            .. Vocabulary.Json.Take(20),
            .. Hex(
                "9f bf ff 1bffffffffffffffff 3bffffffffffffffff 3b7fffffffffffffff fb7ff0000000000000 f97e00 fb7fefffffffffffff f6 f7 f5",
                "40 5f4100ff 60 7f6161ff 62fffe 7b7fffffffffffffff 9b7fffffffffffffff bb7fffffffffffffff 9a7fffffff c1 c2 d824",
                "c1fb7fefffffffffffff a1616180"),
        ]
        :
        [
            .. Vocabulary.Json,
            .. Texts("\"Period\":1", "\"Period\":86400", "\"Stat\":\"TM(10%:90%)\"", "\"Stat\":\"PR(:300)\"", "\"Stat\":\"p100\"",
                "\"RATE(a)\"", "\"a / 0\"", "\"-a ^ 0.5\"", "\"1e308 * 1e308\"", "\"IF(a, b, 1)\"", "\"SORT(METRICS(), SUM, DESC)\"",
                "\"SEARCH('Shop', 'Sum')\"", "\"((((\"",
                "\"${PROP('Period')} ${LABEL}\"", "\"LabelOptions\":{\"Timezone\":\"+0130\"}", "${MAX_TIME}", "\"FILL(a, LINEAR)\"",
                "\"NaN\"", "\"Infinity\"", "1e308", "-1e308", "5e-324", "\"NextToken\":\"AAAA\"",
                "\"EndTime\":1e12", "\"StartTime\":-1e12", "\"StartTime\":0", "\"Unit\":\"Bytes/Second\""),
        ];

    public override IReadOnlyList<byte[]> Nests => isCbor
        ? Hex("81 9f a16161 bf6161 c1 d818")
        : [.. Vocabulary.JsonNests, .. Texts("(", "-", "ABS(", "a+(", "SUM([", "NOT ")];

    // An answer may hold 100,800 values; each is read, kept for the answer, and written.
    public override long MaxAllocated(int length) => 256L * 1024 * 1024 + 2_000L * length;

    public override int? JsonAt(byte[] input) => isCbor ? null : Array.IndexOf(input, (byte)'\n') + 1;

    public override string Run(byte[] input)
    {
        if (_handler is null || ++_requests % RequestsOfOneStore == 0)
        {
            _handler = NewHandler(line => _said = line);
            Valid.ToList().ForEach(valid => Call(valid.Operation, Written(valid.Request, isCbor)));
        }

        var mark = Array.IndexOf(input, (byte)'\n');
        var (operation, body) = mark < 0 ? ("GetMetricData", input) : (Encoding.UTF8.GetString(input.AsSpan(0, mark)), input[(mark + 1)..]);
        var (status, error, answer) = Call(operation, body);
        Hold(status is 200 or 400 or 404 or 413, () => $"Answered {status}: {_said} {Encoding.UTF8.GetString(answer)}");
        return status switch
        {
            200 => $"{operation} 200",
            404 => $"404 {error}",
            _ => $"{status} {error} {Message(answer)}",
        };
    }

    /// <summary>All operations, over stores of their own.</summary>
    public static RequestHandler NewHandler(Action<string> log)
    {
        var clock = Noon.Clock();
        var metrics = new MetricStore(clock, new MetricStoreOptions());
        var dashboards = new DashboardStore(null);
        return new RequestHandler(
            [
                new PutMetricData(metrics, clock), new GetMetricData(metrics, new LabelContext("1", "r"), clock),
                new GetMetricStatistics(metrics, clock),
                new ListMetrics(metrics, clock),
                new PutDashboard(dashboards, clock), new GetDashboard(dashboards, "1"), new ListDashboards(dashboards, "1"),
                new DeleteDashboards(dashboards),
            ],
            log);
    }

    private (int Status, string Error, byte[] Body) Call(string operation, byte[] body)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "POST";
        context.Request.Body = new MemoryStream(body);
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        if (isCbor)
        {
            context.Request.Path = $"/service/{Service}/operation/{operation}";
            context.Request.Headers["smithy-protocol"] = "rpc-v2-cbor";
        }
        else
        {
            context.Request.Path = "/";
            context.Request.Headers["X-Amz-Target"] = $"{Service}.{operation}";
        }

        _said = "";
        _handler!.HandleAsync(context).GetAwaiter().GetResult();
        return (context.Response.StatusCode, context.Response.Headers["x-amzn-query-error"].ToString(), answer.ToArray());
    }

    private string Message(byte[] answer)
    {
        var body = isCbor ? WireClient.FromCbor(answer) : JsonNode.Parse(answer);
        return body?["message"]?.GetValue<string>() ?? "";
    }

    private static IReadOnlyList<byte[]> Hex(params string[] lines) =>
        [.. lines.SelectMany(line => line.Split(' ')).Select(Convert.FromHexString)];

    private static byte[] Written(string request, bool isCbor) =>
        isCbor ? WireClient.ToCbor(JsonNode.Parse(request)!) : Encoding.UTF8.GetBytes(request);
}
