using Analytics.Cli.Terminal;
using Xunit;

namespace Analytics.Tests.Cli.Terminal;

public class TerminalLogTests
{
    [Fact]
    public void Columns_widen_for_a_long_name_and_stay_wide()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var log = new TerminalLog(writer, colour: false);

        log.Write("kinesis", "one");
        log.Write("AnalyticsFunction", "two");
        log.Write("kinesis", "three");
        log.Say("ready");

        Assert.Equal(
            "kinesis    | one\nAnalyticsFunction | two\nkinesis           | three\nready\n",
            writer.ToString());
    }

    [Fact]
    public void Each_line_of_a_text_gets_its_prefix()
    {
        using var writer = new StringWriter { NewLine = "\n" };

        new TerminalLog(writer, colour: false).Write("orders", "first\r\nsecond\nthird");

        Assert.Equal("orders     | first\norders     | second\norders     | third\n", writer.ToString());
    }

    [Fact]
    public void Lines_of_many_threads_stay_whole()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var log = new TerminalLog(writer, colour: false);

        Parallel.For(0, 1_000, i => log.Write($"source{i % 4}", $"line {i}"));

        var expected = Enumerable.Range(0, 1_000).Select(i => $"source{i % 4}    | line {i}").Order(StringComparer.Ordinal);
        Assert.Equal(expected, writer.ToString().TrimEnd('\n').Split('\n').Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_reader_that_left_stops_the_lines_not_the_program()
    {
        using var writer = new ClosedPipe();
        var log = new TerminalLog(writer, colour: false);

        log.Write("kinesis", "one");
        log.Write("kinesis", "two");

        Assert.Equal(1, writer.Attempts);
    }

    [Fact]
    public void The_quiet_log_forwards_only_lines_of_the_host()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var log = new QuietLog(new TerminalLog(writer, colour: false));

        log.Write("kinesis", "listening");
        log.Write("host", "the Kinesis emulator ended");

        Assert.Equal("host       | the Kinesis emulator ended\n", writer.ToString());
    }

    private sealed class ClosedPipe : StringWriter
    {
        public int Attempts { get; private set; }

        public override void WriteLine(string? value)
        {
            Attempts++;
            throw new IOException("Broken pipe");
        }
    }
}
