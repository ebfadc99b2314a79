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

    private readonly ChainCache _chains = new(options.ChainsMax, options.IdentitiesMax);

    /// <summary>Commits a batch of changes to their document.</summary>
    /// <param name="batch">The changes; none may occur twice.</param>
    /// <param name="cancellationToken">Ends the work between two writes; what was written stays.</param>
    /// <returns>What came of it. What the store throws passes through, and then the batch is to be given again.</returns>
    public async Task<CommitResult> CommitAsync(DocumentBatch batch, CancellationToken cancellationToken)
    {
        var result = new CommitResult();
        var chain = _chains.Take(batch.Key) ?? await ReadAsync(batch.Key, cancellationToken);
        var lostInARow = 0;
        var taken = new List<int>();
        var contribution = new Contribution();
        while (Contribute(chain, batch, contribution, taken))
        {
            var now = time.GetUtcNow();
            var part = chain.Next(contribution, NewToken(), now, options.SealAtBytes);
            switch (await store.TryWriteAsync(part, RollupPeriod.Over(batch.Key.Minute, now), cancellationToken))
            {
                case PartWrite.Written(var units):
                    result.WriteUnits += units;
                    Counted(part);
                    break;

                // The answer to this very write was lost on its way and the SDK made it again.
                case PartWrite.Lost({ } current) when current.Writer == part.Writer:
                    Counted(current);
                    break;

                case PartWrite.Lost(var current):
                    result.Conflicts++;
                    lostInARow++;
                    if (current is null)
                    {
                        chain = await ReadAsync(batch.Key, cancellationToken);
                    }
                    else
                    {
                        chain.Learn(current);
                    }

                    // Learning that a part is sealed is no contention: the next one can be tried at once.
                    if (current is not { IsSealed: true })
                    {
                        await Task.Delay(Backoff(lostInARow), time, cancellationToken);
                    }

                    break;

                case PartWrite.Busy:
                    result.Conflicts++;
                    await Task.Delay(Backoff(++lostInARow), time, cancellationToken);
                    break;
            }
        }

        _chains.Put(chain);
        result.Duplicates = batch.Places.Count - result.Counted.Count;
        return result;

        void Counted(MinutePart written)
        {
            chain.Learn(written);
            result.Counted.AddRange(taken);
            result.CommittedAt = written.CommittedAt;
            result.Writes++;
            lostInARow = 0;
        }
    }

    private async Task<MinuteChain> ReadAsync(DocumentKey key, CancellationToken cancellationToken)
    {
        var chain = new MinuteChain(key);
        foreach (var part in await store.ReadWholeChainAsync(key, cancellationToken))
        {
            chain.Learn(part);
        }

        return chain;
    }

    // Takes the first changes that are not counted yet; none are left where it says false.
    private bool Contribute(MinuteChain chain, DocumentBatch batch, Contribution contribution, List<int> taken)
    {
        contribution.Clear();
        taken.Clear();
        foreach (var place in batch.Places)
        {
            var change = batch.Table[place];
            if (!chain.HasCounted(change.Fingerprint))
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
