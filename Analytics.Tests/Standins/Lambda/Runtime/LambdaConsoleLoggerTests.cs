using System.Text.RegularExpressions;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;
using Xunit;

namespace Analytics.Tests.Standins.Lambda.Runtime;

public class LambdaConsoleLoggerTests
{
    [Fact]
    public void Entries_are_plain_lines_of_time_request_level_and_message() =>
        Assert.Equal(
            ["T\t\tinfo\tstarted", "T\t\twarn\t3 orders, { 0007 }", "T\t\tfail\tlost", "System.InvalidOperationException: why"],
            Written(new LambdaEnvironment(), logger =>
            {
                logger.LogLine("started");
                logger.LogWarning("{count} orders, {{ {sku:D4} }}", 3, 7);
                logger.LogError(new InvalidOperationException("why"), "lost");
            }));

    [Fact]
    public void Entries_are_lines_of_JSON_when_the_function_asks_for_them() =>
        Assert.Equal(
            [
                """{"timestamp":"T","level":"Information","message":"3 of o-1","count":3,"order":"o-1"}""",
                """{"timestamp":"T","level":"Error","message":"lost","errorType":"System.InvalidOperationException","errorMessage":"why","stackTrace":"System.InvalidOperationException: why"}""",
            ],
            Written(new LambdaEnvironment { LogFormat = "JSON" }, logger =>
            {
                logger.LogInformation("{count} of {order}", 3, "o-1");
                logger.LogError(new InvalidOperationException("why"), "lost");
            }));

    [Theory]
    [InlineData(null, "info warn fail crit")]
    [InlineData("TRACE", "trce dbug info warn fail crit")]
    [InlineData("WARN", "warn fail crit")]
    [InlineData("FATAL", "crit")]
    public void Entries_below_the_level_of_the_environment_are_left_out(string? level, string expected)
    {
        var written = Written(new LambdaEnvironment { LogLevel = level }, logger =>
        {
            logger.LogTrace("");
            logger.LogDebug("");
            logger.LogInformation("");
            logger.LogWarning("");
            logger.LogError("");
            logger.LogCritical("");
        });

        Assert.Equal(expected, string.Join(' ', written.Select(line => line.Split('\t')[2])));
    }

    [Theory]
    [InlineData("{0} and {1}, {0}", "a and b, a")]
    [InlineData("{one} {two} {three}", "a b {three}")]
    [InlineData("an open { brace", "an open { brace")]
    public void Arguments_go_into_the_holes_of_the_message(string template, string expected) =>
        Assert.Equal(expected, MessageTemplate.Render(template, ["a", "b"]).Text);

    private static IReadOnlyList<string> Written(LambdaEnvironment environment, Action<ILambdaLogger> log)
    {
        using var output = new StringWriter();
        log(new LambdaConsoleLogger(output, environment));
        var lines = output.ToString().TrimEnd().Split(Environment.NewLine);
        return [.. lines.Select(line => Regex.Replace(line, @"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", "T"))];
    }
}
