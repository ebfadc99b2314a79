using Analytics.Core.Documents;
using Analytics.Core.Orders;
using Analytics.Core.Windows;
using Analytics.Functions.Counting;
using Analytics.Storage;

namespace Analytics.Functions.Aggregates;

/// <summary>Waits until changes are counted, so that a caller reads its own order.</summary>
public sealed class ChangeWaiter(IMinuteStore store, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    // Nothing is cached from one request to the next.
    private readonly DocumentCache _documents = new(store, 0, 0);

    /// <summary>Waits until all of some changes are counted.</summary>
    /// <param name="changes">Which changes.</param>
    /// <param name="wait">How long at most.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Null when all are counted, else those that are not.</returns>
    public async Task<MissingChanges?> WaitAsync(IReadOnlyList<ChangeToken> changes, TimeSpan wait, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var missing = changes.ToList();
        var documents = new Dictionary<DocumentKey, CachedDocument>();
        while (missing.Count > 0)
        {
            foreach (var key in missing.Select(change => new DocumentKey(change.Lane, change.Minute)).Distinct().ToList())
            {
                documents[key] = await _documents.RefreshAsync(
                    documents.GetValueOrDefault(key) ?? new CachedDocument(key), cancellationToken);
            }

            missing.RemoveAll(change => documents[new DocumentKey(change.Lane, change.Minute)].HasCounted(change.Change));
            var waited = time.GetElapsedTime(start);
            if (missing.Count > 0 && waited >= wait)
            {
                return new MissingChanges(missing, waited, documents.Values.Max(document => document.Head?.CommittedAt));
            }

            if (missing.Count > 0)
            {
                await Task.Delay(Interval, time, cancellationToken);
            }
        }

        return null;
    }
}

/// <summary>Changes that were not counted in time.</summary>
/// <param name="Tokens">Which.</param>
/// <param name="Waited">How long was waited for them.</param>
/// <param name="LatestCommit">When the newest commit to their minutes was; null when there was none.</param>
public sealed record MissingChanges(IReadOnlyList<ChangeToken> Tokens, TimeSpan Waited, DateTimeOffset? LatestCommit);
