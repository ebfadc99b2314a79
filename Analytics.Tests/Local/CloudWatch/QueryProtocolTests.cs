using System.Net;
using System.Text;
using System.Xml.Linq;
using Analytics.Local.CloudWatch.Metrics;
using Xunit;

namespace Analytics.Tests.Local.CloudWatch;

/// <summary>The Query protocol (AWS Query protocol of the Smithy specification; CloudWatch API reference, "Making API requests").</summary>
public class QueryProtocolTests
{
    private const string Version = "&Version=2010-08-01";

    [Fact]
    public async Task Metrics_are_put_and_read()
    {
        await using var cloud = await EndpointFixture.StartAsync("json");
        Assert.Equal(
            "<PutMetricDataResponse><ResponseMetadata><RequestId>*</RequestId></ResponseMetadata></PutMetricDataResponse>",
            await OkAsync(cloud, "Action=PutMetricData" + Version + "&Namespace=My+Shop"
                + "&MetricData.member.1.MetricName=Orders&MetricData.member.1.Value=1.5&MetricData.member.1.Unit=Count"
                + "&MetricData.member.1.Timestamp=2026-11-23T12%3A00%3A00Z"
                + "&MetricData.member.1.Dimensions.member.1.Name=Lane&MetricData.member.1.Dimensions.member.1.Value=a%26b"
                + "&MetricData.member.2.MetricName=Latency&MetricData.member.2.StorageResolution=1&MetricData.member.2.Timestamp=2026-11-23T12:00:30.250Z"
                + "&MetricData.member.2.Values.member.1=2&MetricData.member.2.Values.member.2=4"
                + "&MetricData.member.2.Counts.member.1=3&MetricData.member.2.Counts.member.2=1"));
        Assert.Equal(
            "<GetMetricStatisticsResponse><GetMetricStatisticsResult><Label>Latency</Label><Datapoints><member>"
            + "<Timestamp>2026-11-23T12:00:00Z</Timestamp><Unit>None</Unit><ExtendedStatistics>"
            + "<entry><key>p50</key><value>2</value></entry><entry><key>p99</key><value>4</value></entry></ExtendedStatistics>"
            + "</member></Datapoints></GetMetricStatisticsResult><ResponseMetadata><RequestId>*</RequestId></ResponseMetadata></GetMetricStatisticsResponse>",
            await OkAsync(cloud, "Action=GetMetricStatistics" + Version + "&Namespace=My+Shop&MetricName=Latency&Period=60&Dimensions="
                + "&StartTime=2026-11-23T12:00:00Z&EndTime=2026-11-23T13:01:00%2B01:00"
                + "&ExtendedStatistics.member.1=p50&ExtendedStatistics.member.2=p99"));
        Assert.Equal(
            "<GetMetricDataResponse><GetMetricDataResult><MetricDataResults><member><Id>b</Id><Label>b &amp; c</Label>"
            + "<Timestamps><member>2026-11-23T12:00:00Z</member></Timestamps><Values><member>3</member></Values><StatusCode>Complete</StatusCode>"
            + "</member></MetricDataResults><Messages></Messages></GetMetricDataResult>"
            + "<ResponseMetadata><RequestId>*</RequestId></ResponseMetadata></GetMetricDataResponse>",
            await OkAsync(cloud, "Action=GetMetricData"
                + Version + "&StartTime=2026-11-23T12:00:00Z&EndTime=2026-11-23T12:01:00Z&ScanBy=TimestampAscending"
                + "&MetricDataQueries.member.1.Id=a&MetricDataQueries.member.1.ReturnData=false"
                + "&MetricDataQueries.member.1.MetricStat.Metric.Namespace=My+Shop&MetricDataQueries.member.1.MetricStat.Metric.MetricName=Orders"
                + "&MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Name=Lane"
                + "&MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Value=a%26b"
                + "&MetricDataQueries.member.1.MetricStat.Period=60&MetricDataQueries.member.1.MetricStat.Stat=Sum"
                + "&MetricDataQueries.member.2.Id=b&MetricDataQueries.member.2.Expression=2+*+a&MetricDataQueries.member.2.Label=b+%26+c"));
        Assert.Equal(
            "<ListMetricsResponse><ListMetricsResult><Metrics><member><Namespace>My Shop</Namespace><MetricName>Orders</MetricName>"
            + "<Dimensions><member><Name>Lane</Name><Value>a&amp;b</Value></member></Dimensions></member></Metrics></ListMetricsResult>"
            + "<ResponseMetadata><RequestId>*</RequestId></ResponseMetadata></ListMetricsResponse>",
            await OkAsync(cloud, "Action=ListMetrics" + Version + "&MetricName=Orders"));
    }

    [Fact]
    public async Task Dashboards_are_put_listed_read_and_deleted()
    {
        await using var cloud = await EndpointFixture.StartAsync("json");
        var body = Uri.EscapeDataString("""{"é":"<&>","widgets":[]}""");
        Assert.Equal(
            "<PutDashboardResult><DashboardValidationMessages><member><DataPath></DataPath>"
            + "<Message>Should NOT have additional property 'é'</Message></member></DashboardValidationMessages></PutDashboardResult>",
            Result(await OkAsync(cloud, $"Action=PutDashboard{Version}&DashboardName=orders&DashboardBody={body}")));
        Assert.Equal(
            "<GetDashboardResult><DashboardArn>arn:aws:cloudwatch::000000000000:dashboard/orders</DashboardArn>"
            + """<DashboardBody>{"é":"&lt;&amp;&gt;","widgets":[]}</DashboardBody><DashboardName>orders</DashboardName></GetDashboardResult>""",
            Result(await OkAsync(cloud, $"Action=GetDashboard{Version}&DashboardName=orders")));
        Assert.Equal(
            "<ListDashboardsResult><DashboardEntries><member><DashboardArn>arn:aws:cloudwatch::000000000000:dashboard/orders</DashboardArn>"
            + "<DashboardName>orders</DashboardName><LastModified>2026-11-23T12:00:00Z</LastModified><Size>25</Size></member></DashboardEntries>"
            + "</ListDashboardsResult>",
            Result(await OkAsync(cloud, "Action=ListDashboards" + Version)));
        Assert.Equal(
            "<DeleteDashboardsResult></DeleteDashboardsResult>",
            Result(await OkAsync(cloud, $"Action=DeleteDashboards{Version}&DashboardNames.member.1=orders")));
    }

    [Theory]
    [InlineData("Action=PutMetricData&Namespace=Shop", 400, "MissingParameter", "MetricData")]
    [InlineData("Action=PutMetricData&Namespace=Shop&MetricData=", 400, "MissingParameter", "MetricData")]
    [InlineData("Action=PutMetricData&Namespace=AWS/Shop&MetricData.member.1.MetricName=a", 400, "InvalidParameterValue", "AWS/Shop")]
    [InlineData("Action=PutMetricData&Namespace=Shop&MetricData.member.1.MetricName=%C3%A9", 400, "InvalidParameterValue",
        "MetricData.member.1.MetricName contains non-ASCII")]
    [InlineData("Action=PutMetricData&Namespace=Shop&MetricData.member.1.MetricName=a&MetricData.member.1.Value=much", 400,
        "SerializationException", "must be a number")]
    [InlineData("Action=PutMetricData&Namespace=Shop&MetricData.member.1.MetricName=a&MetricData.member.1.Value=NaN", 400,
        "InvalidParameterValue", "NaN")]
    [InlineData("Action=PutMetricData&Namespace=Shop&MetricData.member.1.MetricName=a&MetricData.member.1.Timestamp=noon&MetricData.member.1.Value=1", 400, "SerializationException", "ISO 8601")]
    [InlineData("Action=PutMetricData&Namespace=Shop&MetricData.member.x.MetricName=a", 400, "SerializationException", "must be numbered")]
    [InlineData("Action=ListMetrics&Namespace=a&Namespace=b", 400, "SerializationException", "Namespace occurs twice")]
    [InlineData("Action=ListMetrics&Namespace=a&Namespace.b=c", 400, "SerializationException", "as a value and as a structure")]
    [InlineData("Action=ListMetrics&NextToken=x", 400, "InvalidNextToken", "token")]
    [InlineData("Action=GetDashboard&DashboardName=none", 404, "ResourceNotFound", "none")]
    [InlineData("Action=PutMetricAlarm", 400, "InvalidAction", "PutMetricAlarm is not supported")]
    [InlineData("Version=2010-08-01", 400, "MissingAction", "missing an action")]
    [InlineData("Action=ListMetrics&Version=2009-01-01", 400, "NoSuchVersion", "2009-01-01")]
    public async Task Errors(string form, int status, string code, string message)
    {
        await using var cloud = await EndpointFixture.StartAsync("json");
        var (answered, xml) = await CallAsync(cloud, form);
        Assert.Equal(status, answered);
        Assert.StartsWith($"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>", xml, StringComparison.Ordinal);
        Assert.EndsWith("</Error><RequestId>*</RequestId></ErrorResponse>", xml, StringComparison.Ordinal);
        Assert.Contains(message, xml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rejected_dashboard_reports_all_errors()
    {
        await using var cloud = await EndpointFixture.StartAsync("json");
        var (_, xml) = await CallAsync(cloud, "Action=PutDashboard&DashboardName=a&DashboardBody=%7B%22x%22%3A1%7D");
        Assert.Contains(
            "<dashboardValidationMessages><member><DataPath></DataPath><Message>Should NOT have additional property "
                + "'x'</Message></member><member>"
            + "<DataPath></DataPath><Message>Should have required property "
                + "'widgets'</Message></member></dashboardValidationMessages></Error>",
            xml,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_may_be_a_GET()
    {
        await using var cloud = await EndpointFixture.StartAsync("json");
        cloud.Endpoint.Metrics.Put("Shop", MetricDatum.Of("Orders", 1, "Count"));
        using var http = new HttpClient { BaseAddress = cloud.Endpoint.Address };
        var xml = await http.GetStringAsync(new Uri("/?Action=ListMetrics&Version=2010-08-01&Namespace=Shop", UriKind.Relative));
        Assert.Contains("<MetricName>Orders</MetricName>", xml, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Origin", "https://evil.test")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task A_form_from_a_web_page_does_nothing(string header, string value)
    {
        await using var cloud = await EndpointFixture.StartAsync("json");
        await OkAsync(cloud, "Action=PutDashboard&DashboardName=a&DashboardBody=%7B%22widgets%22%3A%5B%5D%7D");
        using var http = new HttpClient { BaseAddress = cloud.Endpoint.Address };
        http.DefaultRequestHeaders.Add(header, value);
        using var form = Form("Action=DeleteDashboards&DashboardNames.member.1=a");
        using var response = await http.PostAsync(new Uri("/", UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        await OkAsync(cloud, "Action=GetDashboard&DashboardName=a");
    }

    private static async Task<string> OkAsync(EndpointFixture cloud, string form)
    {
        var (status, xml) = await CallAsync(cloud, form);
        Assert.True(status == 200, xml);
        return xml;
    }

    /// <summary>The status and the XML without its namespace, the request's id as a star.</summary>
    private static async Task<(int Status, string Xml)> CallAsync(EndpointFixture cloud, string text)
    {
        using var http = new HttpClient { BaseAddress = cloud.Endpoint.Address };
        using var form = Form(text);
        using var response = await http.PostAsync(new Uri("/", UriKind.Relative), form);
        var document = XDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("text/xml", response.Content.Headers.ContentType!.MediaType);
        foreach (var element in document.Descendants())
        {
            Assert.Equal("http://monitoring.amazonaws.com/doc/2010-08-01/", element.Name.NamespaceName);
            element.Name = element.Name.LocalName;
            element.ReplaceAttributes();
            if (element.Name == "RequestId")
            {
                Assert.Equal(response.Headers.GetValues("x-amzn-RequestId").Single(), element.Value);
                element.Value = "*";
            }

            if (element.IsEmpty)
            {
                element.Value = "";
            }
        }

        return ((int)response.StatusCode, document.Root!.ToString(SaveOptions.DisableFormatting));
    }

    private static StringContent Form(string text) => new(text, Encoding.UTF8, "application/x-www-form-urlencoded");

    private static string Result(string xml) => XElement.Parse(xml).Elements().First().ToString(SaveOptions.DisableFormatting);
}
