using System.Text;
using Analytics.Local.CloudWatch.Dashboards;

namespace Analytics.Tests.Fuzz.Targets;

/// <summary>The body of a dashboard.</summary>
internal sealed class DashboardTarget : FuzzTarget
{
    public static readonly string[] Bodies =
    [
        """{"start":"-PT6H","periodOverride":"auto","variables":[{"type":"property","inputType":"select","id":"v","property":"region"}],"widgets":[{"type":"metric","x":0,"y":0,"width":12,"height":6,"properties":{"metrics":[["Shop","Orders","Lane","1",{"stat":"p99","id":"m1","color":"#1f77b4"}],[".",".",".","2"],["...","3"],[{"expression":"m1*2","id":"e1"}]],"region":"us-east-1","view":"timeSeries","yAxis":{"left":{"min":0,"max":1}},"annotations":{"horizontal":[{"value":1,"label":"x"}]}}}]}""",
        """{"start":"2026-01-02T03:04:05Z","end":"2026-01-03T00:00:00Z","widgets":[{"type":"text","properties":{"markdown":"# hi"}},{"type":"alarm","properties":{"alarms":["arn"]}},{"type":"log","properties":{"query":"x","region":"r"}}]}""",
    ];

    public override IReadOnlyList<byte[]> Seeds { get; } = Texts(Bodies);

    public override IReadOnlyList<byte[]> Words { get; } =
    [
        .. Vocabulary.Json,
        .. Texts("\"metrics\":[[\".\"]]", "\"...\"", "\"gauge\"", "\"view\":\"pie\"", "\"stat\":\"p99.9\"", "\"period\":0",
            "{\"expression\":\"\"}", "\"vertical\":[[{\"value\":\"x\"}]]", "-P1D", "-P", "\"explorer\""),
    ];

    public override string Run(byte[] input) =>
        string.Join(
            "; ", DashboardBody.Check(Encoding.UTF8.GetString(input)).Take(2).Select(message => $"{message.DataPath} {message.Message}"));
}
