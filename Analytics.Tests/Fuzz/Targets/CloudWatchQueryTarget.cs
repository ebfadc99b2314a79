using System.Text;
using System.Xml.Linq;
using Analytics.Local.CloudWatch.Protocol;
using Microsoft.AspNetCore.Http;

namespace Analytics.Tests.Fuzz.Targets;

/// <summary>Requests to the local CloudWatch in the Query protocol.</summary>
internal sealed class CloudWatchQueryTarget : FuzzTarget
{
    private const int RequestsOfOneStore = 200;

    private static readonly string[] Valid =
    [
        "Action=PutMetricData&Version=2010-08-01&Namespace=Shop&MetricData.member.1.MetricName=Orders&MetricData.member.1.Value=1.5"
            + "&MetricData.member.1.Timestamp=2026-11-23T12%3A00%3A00Z&MetricData.member.1.Dimensions.member.1.Name=Lane"
            + "&MetricData.member.1.Dimensions.member.1.Value=1&MetricData.member.2.MetricName=Latency"
            + "&MetricData.member.2.Values.member.1=1&MetricData.member.2.Counts.member.1=10",
        "Action=GetMetricData&StartTime=2026-11-23T11:59:00Z&EndTime=2026-11-23T12:02:00Z&MaxDatapoints=100&LabelOptions.Timezone=%2B0130"
            + "&MetricDataQueries.member.1.Id=a&MetricDataQueries.member.1.Label=x+%24%7BMAX_TIME%7D&MetricDataQueries.member.1.ReturnData=true"
            + "&MetricDataQueries.member.1.Expression=FILL(SEARCH('%7BShop%2CLane%7D+Orders'%2C+'Sum'%2C+60)%2C+LINEAR)",
        "Action=GetMetricStatistics&Namespace=Shop&MetricName=Latency&StartTime=2026-11-23T11:59:00Z&EndTime=2026-11-23T12:02:00Z&Period=60"
            + "&ExtendedStatistics.member.1=p90",
        "Action=ListMetrics&Namespace=Shop&Dimensions.member.1.Name=Lane&RecentlyActive=PT3H",
        "Action=PutDashboard&DashboardName=shop&DashboardBody=%7B%22widgets%22%3A%5B%5D%2C%22x%22%3A1%7D",
        "Action=GetDashboard&DashboardName=shop",
        "Action=ListDashboards&DashboardNamePrefix=s",
        "Action=DeleteDashboards&DashboardNames.member.1=shop",
    ];

    private RequestHandler? _handler;
    private int _requests;
    private string _said = "";

    public override IReadOnlyList<byte[]> Seeds { get; } = [.. Valid.Select(Encoding.UTF8.GetBytes)];

    public override IReadOnlyList<byte[]> Words { get; } =
        Texts("&", "=", ".", ".member.1", ".member.2147483648", ".member.", "%", "%00", "%ff", "+", "NaN", "-1", "1e308", "true",
            "&Action=",
            "Version=2009-01-01", "9999-12-31T23:59:59Z", "0001-01-01", "&NextToken=AAAA");

    public override IReadOnlyList<byte[]> Nests => Texts("a.", ".member.1", "%28", "-");

    // An answer may hold 100,800 values; each is read, kept for the answer, and written.
    public override long MaxAllocated(int length) => 256L * 1024 * 1024 + 2_000L * length;

    public override string Run(byte[] input)
    {
        if (_handler is null || ++_requests % RequestsOfOneStore == 0)
        {
            _handler = CloudWatchTarget.NewHandler(line => _said = line);
            Valid.ToList().ForEach(valid => Call(Encoding.UTF8.GetBytes(valid)));
        }

        var (status, error, answer) = Call(input);
        Hold(status is 200 or 400 or 404 or 413, () => $"Answered {status}: {_said} {answer}");
        var root = XDocument.Parse(answer).Root!;
        return status == 200 ? root.Name.LocalName
            : $"{status} {error} {root.Descendants().First(element => element.Name.LocalName == "Message").Value}";
    }

    private (int Status, string Error, string Body) Call(byte[] body)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "POST";
        context.Request.Path = "/";
        context.Request.ContentType = "application/x-www-form-urlencoded";
        context.Request.Body = new MemoryStream(body);
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        _said = "";
        _handler!.HandleAsync(context).GetAwaiter().GetResult();
        return (context.Response.StatusCode, context.Response.Headers["x-amzn-query-error"].ToString(),
            Encoding.UTF8.GetString(answer.ToArray()));
    }
}
