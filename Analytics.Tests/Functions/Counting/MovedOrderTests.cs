using Analytics.Core.Documents;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Counting;
using Analytics.Storage;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Functions.Counting;

public class MovedOrderTests
{
    private static readonly DocumentKey Noon = new(0, Minute.Of(Some.At("12:00")));

    // first      12:00 {placed, moved away}: fails   12:01 {moved back}
    // moved      12:01 {moved away}, 12:00 {moved back}: would be counted before the placement, which then seemed to be counted already
    [Fact]
    public async Task A_document_that_failed_takes_no_order_that_moves_to_it_in_the_same_batch()
    {
        var store = new FailingOnce(Noon);
        var time = new FakeTimeProvider(Some.At("13:30")) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };
        var counter = new BatchCounter(new Committer(store, new CommitOptions(), time, new Random(1)), new InMemoryQuarantine(), 1, time);
        var (order, later) = (Some.Order(), Some.Order() with { PlacedAt = Some.At("12:01") });
        var records = Records.Of(Some.Streamed(null, order, 1), Some.Streamed(order, later, 2), Some.Streamed(later, order, 3));

        Assert.Equal("1", (await counter.CountAsync(records, _ => { }, default)).FirstFailedNumber);
        Assert.Null((await counter.CountAsync(records, _ => { }, default)).FirstFailedNumber);

        Assert.Equal(Tally.Of([order]), (await store.ReadDocumentAsync(Noon, default)).Sum());
        Assert.True((await store.ReadDocumentAsync(Noon with { Minute = Noon.Minute.Plus(1) }, default)).Sum().IsEmpty);
    }

    private sealed class FailingOnce(DocumentKey key) : InMemoryMinuteStore
    {
        private bool _hasFailed;

        public override Task<HeadWrite> TryWriteAsync(
            MinuteWrite write, IReadOnlyList<RollupPeriod> invalidated, CancellationToken cancellationToken)
        {
            if (write.Head.Key != key || _hasFailed)
            {
                return base.TryWriteAsync(write, invalidated, cancellationToken);
            }

            _hasFailed = true;
            throw new IOException("throttled");
        }
    }
}
