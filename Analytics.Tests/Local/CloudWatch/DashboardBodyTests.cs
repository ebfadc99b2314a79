using Analytics.Local.CloudWatch.Dashboards;
using Xunit;

namespace Analytics.Tests.Local.CloudWatch;

public class DashboardBodyTests
{
    private const string Metric = """{"metrics":[["Shop","Orders"]],"region":"us-east-1"}""";

    [Theory]
    [InlineData("""{"widgets":[]}""", "")]
    [InlineData("""{"start":"-PT6H","periodOverride":"auto","widgets":[]}""", "")]
    [InlineData("""{"start":"2026-01-02T03:04:05Z","end":"2026-01-03T00:00:00Z","widgets":[]}""", "")]
    [InlineData("[]", "error  Should be object")]
    [InlineData("{}", "error  Should have required property 'widgets'")]
    [InlineData("""{"widgets":{}}""", "error /widgets Should be array")]
    [InlineData("""{"start":"yesterday","widgets":[]}""", "error /start Should be a time such as -PT6H or 2026-01-02T03:04:05.000Z")]
    [InlineData("""{"end":"2026-01-03T00:00:00Z","widgets":[]}""", "error  Should have property 'start' when property 'end' is present")]
    [InlineData("""{"widgets":[],"color":"red"}""", "warning  Should NOT have additional property 'color'")]
    [InlineData("""{"widgets":[{"properties":{}}]}""", "error /widgets/0 Should have required property 'type'")]
    [InlineData("""{"widgets":[{"type":"text"}]}""", "error /widgets/0 Should have required property 'properties'")]
    [InlineData("""{"widgets":[{"type":"text","properties":{}}]}""", "error /widgets/0/properties Should have required property 'markdown'")]
    [InlineData("""{"widgets":[{"type":"text","x":24,"y":0,"properties":{"markdown":""}}]}""", "error /widgets/0/x Should be integer from 0 to 23")]
    [InlineData("""{"widgets":[{"type":"text","x":1,"properties":{"markdown":""}}]}""", "error /widgets/0 Should have both properties 'x' and 'y', or neither")]
    [InlineData("""{"widgets":[{"type":"text","height":1001,"properties":{"markdown":""}}]}""", "error /widgets/0/height Should be integer from 1 to 1000")]
    public void Bodies_are_checked(string body, string expected) => Assert.Equal(expected, Written(body));

    [Theory]
    [InlineData(Metric, "")]
    [InlineData("""{"metrics":[["Shop","Orders","Lane","1",{"stat":"p99","id":"m1","color":"#1f77b4"}],[".",".",".","2"],["...","3"],[{"expression":"m1*2"}]],"region":"r"}""", "")]
    [InlineData("""{"metrics":[["Shop","Orders"]]}""", "error  Should have required property 'region'")]
    [InlineData("""{"region":"r"}""", "error  Should have required property 'metrics', or an alarm in 'annotations'")]
    [InlineData("""{"region":"r","annotations":{"alarms":["arn"]}}""", "")]
    [InlineData("""{"metrics":["Shop","Orders"],"region":"r"}""", "error /metrics/0 Should be array|error /metrics/1 Should be array")]
    [InlineData("""{"metrics":[["Shop"]],"region":"r"}""", "error /metrics/0 Should have a namespace, a metric name, and a value for each dimension name")]
    [InlineData("""{"metrics":[["Shop","Orders","Lane"]],"region":"r"}""", "error /metrics/0 Should have a namespace, a metric name, and a value for each dimension name")]
    [InlineData("""{"metrics":[[".","Orders"]],"region":"r"}""", "error /metrics/0/0 Should not repeat an entry before the first")]
    [InlineData("""{"metrics":[[{"label":"x"}]],"region":"r"}""", "error /metrics/0 Should have a namespace and a metric name, or an 'expression'")]
    [InlineData("""{"metrics":[["Shop","Orders",{"id":"M1"}]],"region":"r"}""", "error /metrics/0/2/id Should begin with a lower case letter, followed by letters, digits and underscores")]
    [InlineData("""{"metrics":[["Shop","Orders",{"color":"red"}]],"region":"r"}""", "error /metrics/0/2/color Should be a color such as #1f77b4")]
    [InlineData("""{"metrics":[["Shop","Orders"]],"region":"r","view":"gauge"}""", "error  Should have 'min' and 'max' of 'yAxis.left' for the view 'gauge'")]
    [InlineData("""{"metrics":[["Shop","Orders"]],"region":"r","view":"gauge","yAxis":{"left":{"min":0,"max":1}}}""", "")]
    [InlineData("""{"metrics":[["Shop","Orders"]],"region":"r","annotations":{"horizontal":[{"value":1},[{"value":1},{"label":"x"}]]}}""", "error /annotations/horizontal/1/1 Should have required property 'value'")]
    public void Metric_widgets_are_checked(string properties, string expected)
    {
        var body = $$"""{"widgets":[{"type":"metric","properties":{{properties}}}]}""";
        Assert.Equal(expected, Written(body).Replace("/widgets/0/properties", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"widgets":[],"\ud800":1}""")]
    [InlineData("""{"widgets":[{"type":"\ud800","properties":{}}]}""")]
    public void What_is_not_JSON_is_an_error(string body)
    {
        var message = Assert.Single(DashboardBody.Check(body));

        Assert.True(message.IsError);
        Assert.StartsWith("The dashboard body is not valid JSON: ", message.Message, StringComparison.Ordinal);
    }

    private static string Written(string body) => string.Join(
        '|', DashboardBody.Check(body)
            .Select(message => $"{(message.IsError ? "error" : "warning")} {message.DataPath} {message.Message}"));
}
