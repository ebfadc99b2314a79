using Analytics.Cli.Terminal;
using Xunit;

namespace Analytics.Tests.Cli.Terminal;

public class InterruptionTests
{
    [Fact]
    public void The_first_signal_asks_and_the_second_leaves()
    {
        var left = 0;
        using var interruption = new Interruption(() => left++);
        Assert.False(interruption.Token.IsCancellationRequested);

        interruption.Signal();
        Assert.Equal((true, 0), (interruption.Token.IsCancellationRequested, left));

        interruption.Signal();
        Assert.Equal((true, 1), (interruption.Token.IsCancellationRequested, left));
    }
}
