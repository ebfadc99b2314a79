using Analytics.Core.Changes;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Storage;

namespace Analytics.Functions.Counting;

/// <summary>Commits the changes of one document: adds those that it has not counted yet, each once.</summary>
/// <remarks>
/// Counting is set insertion: one conditional write makes the sum and the memory of what is in it one atomic thing, so a second
/// delivery, the other road, a replay, a split batch and a forgotten process that wakes up are all the same harmless case.
/// </remarks>
internal sealed class Committer(IMinuteStore store, CommitOptions options, TimeProvider time, Random random)
{
    private const int BackoffDoublingsMax = 6;

    private readonly DocumentViews _views = new(store, options.ViewsMax, options.IdentitiesMax);

    /// <summary>Commits a batch of changes to their document.</summary>
    /// <param name="batch">The changes; none may occur twice.</param>
    /// <param name="road">The road they came by.</param>
    /// <param name="cancellationToken">Ends the work between two writes; what was written stays.</param>
    /// <returns>What came of it. What the store throws passes through, and then the batch is to be given again.</returns>
    public async Task<CommitResult> CommitAsync(DocumentBatch batch, Road road, CancellationToken cancellationToken)
    {
        var result = new CommitResult();
        var (view, isRemembered) = await _views.TakeAsync(batch.Key, road, view => HasNew(view, batch), cancellationToken);
        var lostInARow = 0;
        var taken = new List<int>();
        var contribution = new Contribution();
        MinuteWrite? again = null;
        while (again is not null || Contribute(view, batch, contribution, taken))
        {
            var now = time.GetUtcNow();
            var write = again ?? view.Next(contribution, NewToken(), now, options.PartBytesMax);
            again = null;
            var late = options.AlwaysMarksLate ? RollupPeriod.Around(batch.Key.Minute) : RollupPeriod.Over(batch.Key.Minute, now);
            var written = await store.TryWriteAsync(write, late, cancellationToken);
            switch (written)
            {
                case PartWrite.Written(var units):
                    result.WriteUnits += units;
                    Counted(write);
                    break;

                // The answer to this very write was lost on its way and the SDK made it again.
                case PartWrite.Lost({ } current) when current.Writer == write.Part.Writer:
                    Counted(write);
                    break;

                case PartWrite.Lost(var current):
                    result.Conflicts++;
                    view = await _views.LearnAsync(view, current, cancellationToken);
                    await Task.Delay(Backoff(++lostInARow), time, cancellationToken);
                    break;

                // Nobody was faster, somebody is at the same time. The piece is there already.
                case PartWrite.Busy:
                    again = write with { PieceIsThere = true };
                    result.Conflicts++;
                    await Task.Delay(Backoff(++lostInARow), time, cancellationToken);
                    break;
            }

            if (isRemembered && written is not PartWrite.Busy)
            {
                _views.Note(road, wasOvertaken: lostInARow > 0);
                isRemembered = false;
            }
        }

        _views.Put(view);
        result.Duplicates = batch.Places.Count - result.Counted.Count;
        return result;

        void Counted(MinuteWrite written)
        {
            view.Learn(written);
            result.Counted.AddRange(taken);
            result.CommittedAt = written.Part.CommittedAt;
            result.Writes++;
            lostInARow = 0;
        }
    }

    // Takes the first changes that are not counted yet; none are left where it says false.
    private bool Contribute(DocumentView view, DocumentBatch batch, Contribution contribution, List<int> taken)
    {
        contribution.Clear();
        taken.Clear();
        foreach (var place in batch.Places)
        {
            var change = batch.Table[place];
            if (!view.HasCounted(change.Fingerprint))
            {
                if (taken.Count > 0 && contribution.BytesMax >= options.ContributionBytesMax)
                {
                    break;
                }

                contribution.Add(change);
                taken.Add(place);
            }
        }

        return taken.Count > 0;
    }

    private static bool HasNew(DocumentView view, DocumentBatch batch)
    {
        foreach (var place in batch.Places)
        {
            if (!view.HasCounted(batch.Table[place].Fingerprint))
            {
                return true;
            }
        }

        return false;
    }

    private TimeSpan Backoff(int lostInARow)
    {
        var longest = options.BackoffFirst * (1 << Math.Min(lostInARow - 1, BackoffDoublingsMax));
        lock (random)
        {
            return longest * random.NextDouble();
        }
    }

    private string NewToken()
    {
        lock (random)
        {
            return random.NextInt64().ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}
