using Analytics.Storage;
using Xunit;

namespace Analytics.Tests.Functions;

public class BoundedTests
{
    [Fact]
    public async Task Every_item_is_done_once_and_no_more_at_once_than_allowed()
    {
        var (running, most) = (0, 0);
        var done = new List<int>();

        await Bounded.ForEachAsync(Enumerable.Range(0, 20), 3, async (item, _) =>
        {
            lock (done)
            {
                most = Math.Max(most, ++running);
            }

            await Task.Yield();
            lock (done)
            {
                running--;
                done.Add(item);
            }
        }, default);

        Assert.Equal(Enumerable.Range(0, 20), done.Order());
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task After_a_failure_nothing_more_is_begun_and_the_failure_is_thrown()
    {
        var begun = new List<int>();

        await Assert.ThrowsAsync<IOException>(() => Bounded.ForEachAsync(Enumerable.Range(0, 20), 1, async (item, _) =>
        {
            begun.Add(item);
            await Task.CompletedTask;
            throw new IOException("no");
        }, default));

        Assert.Equal([0], begun);
    }

    [Fact]
    public async Task A_cancelled_token_begins_nothing() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Bounded.ForEachAsync(
                [1], 2, (_, _) => throw new InvalidOperationException("begun"), new CancellationToken(canceled: true)));
}
