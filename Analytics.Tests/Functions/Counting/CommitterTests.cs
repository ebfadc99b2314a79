using Analytics.Core.Changes;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Counting;
using Analytics.Functions.Storage;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Functions.Counting;

public class CommitterTests
{
    // While the time stands at 12:05, neither the quarter nor the day of the order is over.
    private readonly FakeTimeProvider _time = new(Some.At("12:05")) { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };
    private readonly OrderChange _change = Some.Placed(Some.Order(1, "12:04"));

    private Minute Minute => Minute.Of(_change.PlacedAt);

    [Fact]
    public async Task A_commit_that_met_another_transaction_is_made_again_without_its_piece()
    {
        var store = new BusyOnceStore();

        var result = await CommitAsync(store, new CommitOptions { MaxHeadBytes = 1, MaxFirstDelay = TimeSpan.Zero });

        Assert.Equal((1, 1, 1), (result.Counted.Count, result.Writes, result.Conflicts));
        Assert.Equal([false, true], store.Tried.Select(write => write.PieceIsThere));
        Assert.NotNull(store.Tried[0].Piece);
        Assert.Equal(store.Tried[0].Part, store.Tried[1].Part);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task Who_may_stand_still_for_long_marks_periods_that_are_not_over(bool alwaysMarksLate, int late)
    {
        var store = new InMemoryMinuteStore();

        await CommitAsync(store, new CommitOptions { AlwaysInvalidates = alwaysMarksLate });

        foreach (var period in RollupPeriod.Around(Minute))
        {
            var states = await store.ReadAsync(period.Length, period.Minutes, withItems: false, default);
            Assert.Equal(late, states.GetValueOrDefault(period).Late);
        }
    }

    private Task<CommitResult> CommitAsync(IMinuteStore store, CommitOptions options) =>
        new Committer(store, options, _time, new Random(1)).CommitAsync(
            DocumentBatch.Of(LanePlan.Always(4).DocumentOf(Minute, _change.Id.Fingerprint()), [_change]), Road.Fast, default);

    /// <summary>A store whose first write meets a transaction of somebody else.</summary>
    private sealed class BusyOnceStore : InMemoryMinuteStore
    {
        public List<MinuteWrite> Tried { get; } = [];

        public override Task<HeadWrite> TryWriteAsync(MinuteWrite write, IReadOnlyList<RollupPeriod> over, CancellationToken cancellationToken)
        {
            Tried.Add(write);
            return Tried.Count == 1 ? Task.FromResult<HeadWrite>(new HeadWrite.Busy()) : base.TryWriteAsync(write, over, cancellationToken);
        }
    }
}
