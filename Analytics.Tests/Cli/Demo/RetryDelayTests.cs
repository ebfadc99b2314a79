using Analytics.Cli.Demo;
using Xunit;

namespace Analytics.Tests.Cli.Demo;

public class RetryDelayTests
{
    [Fact]
    public void Waits_grow_and_end_after_five_attempts()
    {
        var waits = Enumerable.Range(1, 5).Select(RetryDelay.After).ToList();

        Assert.Equal(waits[..4].Order(), waits[..4]);
        Assert.Equal(TimeSpan.FromMilliseconds(7_800), TimeSpan.FromTicks(waits[..4].Sum(wait => wait!.Value.Ticks)));
        Assert.Null(waits[4]);
    }
}
