using Analytics.Cli.Terminal;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Cli.Terminal;

public class ScanProgressTests
{
    [Theory]
    [InlineData(50_000, 100_000, "[###############...............]  50%  50,000 of about 100,000 orders read")]
    [InlineData(120, 100, "[##############################] 100%  120 of about 100 orders read")] // the estimate is old
    [InlineData(120, 0, "120 orders read")]
    public void Progress_shows_the_share_that_is_done(long scanned, long estimate, string line) =>
        Assert.Equal(line, ScanProgress.Line(scanned, estimate));

    [Fact]
    public void Elsewhere_than_on_a_terminal_it_is_a_line_now_and_then()
    {
        var time = new FakeTimeProvider();
        using var writer = new StringWriter();
        var progress = new ScanProgress(writer, isTerminal: false, time);
        progress.Begin(200);

        progress.Scanned(50);
        time.Advance(TimeSpan.FromSeconds(11));
        progress.Scanned(50);
        progress.Scanned(50);
        progress.Complete();

        Assert.Equal($"[###############...............]  50%  100 of about 200 orders read{Environment.NewLine}", writer.ToString());
    }
}
