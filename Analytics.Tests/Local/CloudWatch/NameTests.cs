using System.Text.Json.Nodes;
using Xunit;

namespace Analytics.Tests.Local.CloudWatch;

/// <summary>CloudWatch API reference: PutMetricData (Namespace), MetricDatum (MetricName), Dimension.</summary>
public class NameTests
{
    private const string NonAscii = "contains non-ASCII characters";
    private const string Control = "contains control characters";
    private const string Blank = "at least one character that is not a space";

    public static TheoryData<string, string, string> Refused => new()
    {
        { "Namespace", "Café", NonAscii },
        { "Namespace", "Shop\u0001", Control },
        { "Namespace", "Shop\u007f", Control },
        { "Namespace", " ", Blank },
        { "Namespace", "", Blank },
        { "Namespace", ":Shop", "must not start with a colon" },
        { "Namespace", "AWS/Shop", "is invalid" },
        { "Namespace", Long(256), "must be shorter than 256 characters" },
        { "MetricName", "注文", NonAscii },
        { "MetricName", "a\tb", Control },
        { "MetricName", "  ", Blank },
        { "MetricName", Long(256), "must be shorter than 256 characters" },
        { "Name", "Größe", NonAscii },
        { "Name", "a\nb", Control },
        { "Name", "\u00a0", NonAscii },
        { "Name", " ", Blank },
        { "Name", ":a", "must not start with a colon" },
        { "Name", Long(256), "must be shorter than 256 characters" },
        { "Value", "tea 🍵", NonAscii },
        { "Value", "a\r", Control },
        { "Value", "", Blank },
        { "Value", Long(1025), "must be shorter than 1025 characters" },
    };

    public static TheoryData<string, string> Accepted => new()
    {
        { "Namespace", "My Shop" },
        { "Namespace", "A:b#c_d-e.f/g" },
        { "Namespace", "aws/shop" },
        { "Namespace", Long(255) },
        { "MetricName", ":a" },
        { "MetricName", "Custom:Name[Special_Characters" },
        { "MetricName", Long(255) },
        { "Name", "Dimension@Name" },
        { "Name", Long(255) },
        { "Value", ":a" },
        { "Value", " a~" },
        { "Value", Long(1024) },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_name_that_is_not_valid_is_refused_with_the_whole_call(string member, string text, string message)
    {
        await using var cloud = await EndpointFixture.StartAsync("json");

        var answer = await cloud.Client.CallAsync("PutMetricData", Request(member, text));

        Assert.Equal((400, "InvalidParameterValue;Sender"), (answer.Status, answer.QueryError));
        Assert.Equal("com.amazonaws.cloudwatch#InvalidParameterValueException", answer.Body!["__type"]!.GetValue<string>());
        var said = answer.Body["message"]!.GetValue<string>();
        Assert.Contains(message, said, StringComparison.Ordinal);
        Assert.Contains(
            member switch
            {
                "Namespace" => "Namespace",
                "MetricName" => "MetricData.member.2.MetricName",
                _ => $"MetricData.member.2.Dimensions.member.1.{member}",
            },
            said,
            StringComparison.Ordinal);
        Assert.Equal("""{"Metrics":[]}""", await cloud.OkAsync("ListMetrics", "{}"));
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task Other_names_are_taken(string member, string text)
    {
        await using var cloud = await EndpointFixture.StartAsync("json");
        Assert.Equal(200, (await cloud.Client.CallAsync("PutMetricData", Request(member, text))).Status);
    }

    [Theory]
    [InlineData("ListMetrics", """{"Namespace":"Café"}""")]
    [InlineData("ListMetrics", """{"MetricName":"Café"}""")]
    [InlineData("ListMetrics", """{"Dimensions":[{"Name":"Café"}]}""")]
    [InlineData("ListMetrics", """{"Dimensions":[{"Name":"a","Value":"Café"}]}""")]
    [InlineData("GetMetricStatistics", """{"Namespace":"Shop","MetricName":"Café","Period":60,"Statistics":["Sum"],"StartTime":@0,"EndTime":@60}""")]
    [InlineData("GetMetricData", """{"StartTime":@0,"EndTime":@60,"MetricDataQueries":[{"Id":"a","MetricStat":{"Metric":{"Namespace":"Café","MetricName":"a"},"Period":60,"Stat":"Sum"}}]}""")]
    public async Task Read_operations_reject_invalid_names_too(string operation, string request)
    {
        await using var cloud = await EndpointFixture.StartAsync("json");
        var answer = await cloud.CallAsync(operation, request);
        Assert.Equal(400, answer.Status);
        Assert.Contains(NonAscii, answer.Body!["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private static string Long(int length) => new('a', length);

    /// <summary>Two data, of which the second has the text.</summary>
    private static JsonObject Request(string member, string text)
    {
        var dimension = new JsonObject { ["Name"] = "n", ["Value"] = "v" };
        var second = new JsonObject { ["MetricName"] = "b", ["Value"] = 1, ["Dimensions"] = new JsonArray(dimension) };
        var request = new JsonObject
        {
            ["Namespace"] = "Shop",
            ["MetricData"] = new JsonArray(new JsonObject { ["MetricName"] = "a", ["Value"] = 1 }, second),
        };
        var target = member switch
        {
            "Namespace" => request,
            "MetricName" => second,
            _ => dimension,
        };
        target[member] = text;
        return request;
    }
}
