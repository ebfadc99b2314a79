using Analytics.Local.Schedules;
using Xunit;

namespace Analytics.Tests.Local.Templates;

public class ScheduleReaderTests
{
    [Theory]
    [InlineData("rate(1 minute)", 1)]
    [InlineData("rate(5 minutes)", 5)]
    [InlineData("rate(1 hour)", 60)]
    [InlineData("rate(12 hours)", 720)]
    [InlineData("rate(1 day)", 1440)]
    [InlineData("rate(2 days)", 2880)]
    public void A_rate_is_read(string rate, int minutes)
    {
        Assert.Equal(TimeSpan.FromMinutes(minutes), Read($"Type: Schedule, Properties: {{Schedule: {rate}}}").Every);
        Assert.Equal(TimeSpan.FromMinutes(minutes), Read($"Type: ScheduleV2, Properties: {{ScheduleExpression: {rate}}}").Every);
    }

    [Theory]
    [InlineData("rate(1 minutes)")]
    [InlineData("rate(5 minute)")]
    [InlineData("rate(0 minutes)")]
    [InlineData("rate(5 seconds)")]
    [InlineData("rate(99999999999 days)")]
    [InlineData("cron(0 3 * * ? *)")]
    public void What_is_no_rate_is_refused(string expression) => Assert.Equal(
        ["t.yaml:1: F: Properties.Events.E.Properties.Schedule: The local host knows rates, as rate(1 hour) or rate(5 minutes), "
            + $"not '{expression}'."],
        Parsed.Errors(Text($"Type: Schedule, Properties: {{Schedule: \"{expression}\"}}")));

    [Fact]
    public void A_rule_and_a_schedule_of_the_scheduler_differ_in_source_and_ARN()
    {
        var rule = Read("Type: Schedule, Properties: {Schedule: rate(1 day), Input: '{\"a\":1}', Enabled: false}");
        var schedule = Read("Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 day), State: DISABLED, RetryPolicy: {}}");

        Assert.Equal(
            new ScheduleDefinition
            {
                Name = "F.E", Every = TimeSpan.FromDays(1), Source = "aws.events", Input = """{"a":1}""", Enabled = false,
                Arn = "arn:aws:events:us-east-1:000000000000:rule/order-analytics-F-E",
            },
            rule);
        Assert.Equal(
            new ScheduleDefinition
            {
                Name = "F.E", Every = TimeSpan.FromDays(1), Source = "aws.scheduler", Enabled = false,
                Arn = "arn:aws:scheduler:us-east-1:000000000000:schedule/default/order-analytics-F-E",
            },
            schedule);
    }

    [Theory]
    [InlineData("Type: Schedule, Properties: {}", "Properties.Schedule: It is missing.")]
    [InlineData("Type: Schedule", "Properties: It is missing.")]
    [InlineData("Type: Schedule, Properties: {Schedule: rate(1 day), State: ON}",
        "Properties.State: The local host knows ENABLED, DISABLED, not 'ON'.")]
    [InlineData("Type: Schedule, Properties: {Schedule: rate(1 day), Every: 1}",
        "Properties.Every: The local host does not understand this property.")]
    public void What_is_not_understood_is_refused(string text, string error) =>
        Assert.Equal([$"t.yaml:1: F: Properties.Events.E.{error}"], Parsed.Errors(Text(text)));

    [Fact]
    public void A_function_that_only_schedules_invoke_starts_on_demand()
    {
        const string schedule = "E: {Type: Schedule, Properties: {Schedule: rate(1 day)}}";
        const string route = "G: {Type: HttpApi, Properties: {Method: GET, Path: /a}}";

        Assert.Equal(
            [true, false, false],
            new[] { schedule, $"{schedule}, {route}", route }.Select(
                events => Parsed.Stack(Function(events)).Functions.Single().StartsOnDemand));
    }

    private static ScheduleDefinition Read(string text)
    {
        var read = Assert.Single(Parsed.Stack(Text(text)).Schedules);
        Assert.Equal("F", read.FunctionLogicalId);
        return read.Schedule;
    }

    private static string Text(string text) => Function($"E: {{{text}}}");

    private static string Function(string events) => "Resources: {F: {Type: AWS::Serverless::Function, Properties: "
        + $"{{Handler: f, Runtime: provided.al2023, Events: {{{events}}}}}}}}}";
}
