using Analytics.Cli.Import;
using Xunit;

namespace Analytics.Tests.Cli.Import;

public class ImportProgressTests
{
    [Theory]
    [InlineData(0, 1_000, 1, "[..............................]   0%  0 of 1,000 orders  0/s  0 s left")]
    [InlineData(250, 1_000, 5, "[#######.......................]  25%  250 of 1,000 orders  50/s  15 s left")]
    [InlineData(10_000, 100_000, 10, "[###...........................]  10%  10,000 of 100,000 orders  1,000/s  90 s left")]
    [InlineData(10, 10_000, 10, "[..............................]   0%  10 of 10,000 orders  1/s  166 min left")]
    [InlineData(0, 0, 0, "[##############################] 100%  0 of 0 orders  0/s  0 s left")]
    public void The_line_has_a_bar_a_rate_and_the_time_left(int handled, int total, int seconds, string line) =>
        Assert.Equal(line, ImportProgress.Line(handled, total, TimeSpan.FromSeconds(seconds)));
}
