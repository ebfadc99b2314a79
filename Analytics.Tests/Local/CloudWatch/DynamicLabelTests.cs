using Analytics.Local.CloudWatch.MetricMath;
using Analytics.Local.CloudWatch.Metrics;
using Analytics.Local.CloudWatch.Operations;
using Xunit;

namespace Analytics.Tests.Local.CloudWatch;

/// <summary>The table of the CloudWatch user guide, "Use dynamic labels", and the API reference, LabelOptions.</summary>
public class DynamicLabelTests
{
    private static readonly LabelContext Context = new("123456789012", "eu-west-1") { Now = Some.At(7200) };

    // Seconds after noon, and values: oldest 4, newest 2, highest 9, lowest 1.
    private static readonly TimeSeries Series = new(
        "own",
        60,
        [.. new[] { (0, 4.0), (60, 9.0), (180, 1.0), (3720, 2.0) }.Select(
            point => new Point(Some.At(point.Item1).ToUnixTimeSeconds(), point.Item2))],
        new SeriesSource(new MetricId("AWS/Lambda", "Errors", [new("FunctionName", "billing")]), "Sum"));

    [Theory]
    [InlineData("${AVG}", "4")]
    [InlineData("${DATAPOINT_COUNT}", "4")]
    [InlineData("${FIRST}", "4")]
    [InlineData("${FIRST_LAST_RANGE}", "-2")]
    [InlineData("${FIRST_LAST_TIME_RANGE}", "1h 2m")]
    [InlineData("${FIRST_TIME}", "2026-11-23T12:00:00Z")]
    [InlineData("${FIRST_TIME_RELATIVE}", "2h")]
    [InlineData("${LABEL}", "own")]
    [InlineData("${LAST}", "2")]
    [InlineData("${LAST_TIME}", "2026-11-23T13:02:00Z")]
    [InlineData("${LAST_TIME_RELATIVE}", "58m")]
    [InlineData("${MAX}", "9")]
    [InlineData("${MAX_TIME}", "2026-11-23T12:01:00Z")]
    [InlineData("${MAX_TIME_RELATIVE}", "1h 59m")]
    [InlineData("${MIN}", "1")]
    [InlineData("${MIN_MAX_RANGE}", "8")]
    [InlineData("${MIN_MAX_TIME_RANGE}", "2m")]
    [InlineData("${MIN_TIME}", "2026-11-23T12:03:00Z")]
    [InlineData("${MIN_TIME_RELATIVE}", "1h 57m")]
    [InlineData("${PROP('AccountId')}", "123456789012")]
    [InlineData("${PROP('Dim.FunctionName')}", "billing")]
    [InlineData("${PROP('Dim.functionname')}", "--")] // case sensitive
    [InlineData("${PROP('MetricName')}", "Errors")]
    [InlineData("${PROP('Namespace')}", "AWS/Lambda")]
    [InlineData("${PROP('Period')}", "60")]
    [InlineData("${PROP('Region')}", "eu-west-1")]
    [InlineData("${PROP('Stat')}", "Sum")]
    [InlineData("${SUM}", "16")]
    [InlineData("[max: ${MAX} Errors for Function Name ${LABEL}]", "[max: 9 Errors for Function Name own]")]
    [InlineData("${MIN}${MAX}${SUM}${AVG}${LAST} ${LABEL} ${PROP('Stat')}", "191642 own Sum")]
    [InlineData("costs $5 {a}", "costs $5 {a}")]
    public void Values(string label, string expected) => Assert.Equal(expected, DynamicLabel.Parse(label).Fill("own", Series, Context));

    [Theory]
    [InlineData("${MAX} at ${MAX_TIME}, ${MAX_TIME_RELATIVE} ago", "-- at --, -- ago")]
    [InlineData("${DATAPOINT_COUNT} ${PROP('Stat')} ${PROP('Dim.a')} ${LABEL}", "0 -- -- own")]
    public void A_value_that_a_series_lacks_is_shown_as_two_dashes(string label, string expected) =>
        Assert.Equal(expected, DynamicLabel.Parse(label).Fill("own", new TimeSeries("own", 60, []), Context));

    [Theory]
    [InlineData("${MEDIAN}", "${MEDIAN} is not supported; supported are AVG, DATAPOINT_COUNT,")]
    [InlineData("${max}", "${max} is not supported")]
    [InlineData("${PROP('AccountLabel')}", "${PROP('AccountLabel')} is not supported")]
    [InlineData("${PROP('Dim.')}", "is not supported")]
    [InlineData("${PROP(\"Stat\")}", "is not supported")]
    [InlineData("${}", "${} is not supported")]
    [InlineData("a ${MAX", "'${MAX' is not closed")]
    [InlineData("${LABEL} ${LABEL}", "${LABEL} may occur only once")]
    [InlineData("${MIN}${MAX}${SUM}${AVG}${LAST}${FIRST}", "at most 5 dynamic statistical values")]
    public void What_is_not_supported_is_refused(string label, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => DynamicLabel.Parse(label)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("", "2026-11-23T12:00:00Z")]
    [InlineData("+0000", "2026-11-23T12:00:00Z")]
    [InlineData("+0130", "2026-11-23T13:30:00+01:30")]
    [InlineData("-0800", "2026-11-23T04:00:00-08:00")]
    public async Task The_time_zone_of_the_request_holds_for_times_in_labels(string zone, string expected)
    {
        await using var cloud = await EndpointFixture.StartAsync("json");
        await cloud.OkAsync("PutMetricData", """{"Namespace":"Shop","MetricData":[{"MetricName":"Orders","Timestamp":@0,"Value":1}]}""");
        var options = zone.Length == 0 ? "" : $$""","LabelOptions":{"Timezone":"{{zone}}"}""";

        var answer = await cloud.CallAsync("GetMetricData", Request("at ${LAST_TIME}", options));

        Assert.Equal($"at {expected}", answer.Body!["MetricDataResults"]![0]!["Label"]!.GetValue<string>());
        Assert.Equal(EndpointFixture.Noon, answer.Body["MetricDataResults"]![0]!["Timestamps"]![0]!.GetValue<long>());
    }

    [Theory]
    [InlineData("${NOPE}", "", "${NOPE} is not supported")]
    [InlineData("a", ""","LabelOptions":{"Timezone":"Europe/Berlin"}""", "LabelOptions.Timezone")]
    [InlineData("a", ""","LabelOptions":{"Timezone":"0130"}""", "LabelOptions.Timezone")]
    [InlineData("a", ""","LabelOptions":{"Timezone":"+0160"}""", "LabelOptions.Timezone")]
    [InlineData("a", ""","LabelOptions":{"Timezone":"+2300"}""", "LabelOptions.Timezone")]
    public async Task A_request_with_a_label_that_is_not_supported_is_refused(string label, string options, string message)
    {
        await using var cloud = await EndpointFixture.StartAsync("json");
        var answer = await cloud.CallAsync("GetMetricData", Request(label, options));
        Assert.Equal((400, "ValidationError;Sender"), (answer.Status, answer.QueryError));
        Assert.Contains(message, answer.Body!["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private static string Request(string label, string options) => $$$"""
        {"StartTime":@0,"EndTime":@60,"MetricDataQueries":[
          {"Id":"a","Label":"{{{label}}}","MetricStat":{"Metric":{"Namespace":"Shop","MetricName":"Orders"},"Period":60,"Stat":"Sum"}}]{{{options}}}}
        """;
}
