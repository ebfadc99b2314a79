using System.Text.RegularExpressions;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;
using Xunit;

namespace Analytics.Tests.Standins.Lambda.Runtime;

public class LambdaConsoleLoggerTests
{
    [Fact]
    public void Entries_are_lines_of_time_request_level_and_message() =>
        Assert.Equal(
            ["T\t\tinfo\tstarted", "T\t\twarn\t{3} orders", "T\t\tfail\twhy", "System.InvalidOperationException: why"],
            Written(level: null, logger =>
            {
                logger.LogLine("started");
                ((ILambdaLogger)logger).LogWarning("{3} orders");
                logger.LogUnhandled(new InvalidOperationException("why"));
            }));

    [Theory]
    [InlineData(null, "info warn fail")]
    [InlineData("TRACE", "info warn fail")]
    [InlineData("WARN", "warn fail")]
    [InlineData("ERROR", "fail")]
    public void Entries_below_the_level_of_the_environment_are_left_out(string? level, string expected)
    {
        var written = Written(level, console =>
        {
            ILambdaLogger logger = console;
            logger.LogInformation("");
            logger.LogWarning("");
            logger.LogError("");
        });

        Assert.Equal(expected, string.Join(' ', written.Select(line => line.Split('\t')[2])));
    }

    private static IReadOnlyList<string> Written(string? level, Action<LambdaConsoleLogger> log)
    {
        using var output = new StringWriter();
        log(new LambdaConsoleLogger(output, new LambdaEnvironment { LogLevel = level }));
        var lines = output.ToString().TrimEnd().Split(Environment.NewLine);
        return [.. lines.Select(line => Regex.Replace(line, @"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", "T"))];
    }
}
