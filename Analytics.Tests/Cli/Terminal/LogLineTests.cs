using Analytics.Cli.Terminal;
using Xunit;

namespace Analytics.Tests.Cli.Terminal;

public class LogLineTests
{
    [Theory]
    [InlineData("kinesis", "up", "kinesis    | up")]
    [InlineData("AnalyticsFunction", "counted 3", "AnalyticsFunction | counted 3")]
    [InlineData("kinesis", "", "kinesis    | ")]
    [InlineData("kinesis", "tab\tstays", "kinesis    | tab\tstays")]
    [InlineData("kinesis", "\e[2Jgone\r\a", "kinesis    | [2Jgone")]
    public void A_line_begins_with_its_source(string source, string line, string expected) =>
        Assert.Equal(expected, LogLine.Format(source, line, width: 10, colour: false));

    [Fact]
    public void Colour_goes_around_the_source_only_and_stays_the_same()
    {
        var first = LogLine.Format("kinesis", "up", width: 10, colour: true);

        Assert.Matches("^\e\\[3[1-6]mkinesis    \\|\e\\[0m up$", first);
        Assert.Equal(first, LogLine.Format("kinesis", "up", width: 10, colour: true));
    }
}
