using Analytics.Operations.Import;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Operations.Import;

public class ImportPaceTests
{
    [Fact]
    public async Task Batches_wait_until_those_before_them_have_had_their_time()
    {
        var time = new FakeTimeProvider(Some.At("12:00"));
        var pace = new ImportPace(50, time);

        await pace.TakeAsync(100, default);
        var second = pace.TakeAsync(10, default);
        time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(second.IsCompleted);

        time.Advance(TimeSpan.FromSeconds(0.1));
        await second;
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(9, 1)]
    [InlineData(600, 60)]
    [InlineData(null, int.MaxValue)]
    public void A_batch_takes_at_most_a_tenth_of_a_second(int? rate, int expected) =>
        Assert.Equal(expected, new ImportPace(rate, new FakeTimeProvider()).MaxBatch);

    [Fact]
    public void Without_a_limit_nothing_waits()
    {
        var pace = new ImportPace(null, new FakeTimeProvider());

        Assert.All(Enumerable.Range(0, 10), _ => Assert.True(pace.TakeAsync(1_000_000, default).IsCompletedSuccessfully));
    }
}
