using Analytics.Core.Documents;
using Analytics.Core.Windows;
using Analytics.Functions.Comparison;
using Analytics.Functions.Counting;
using Analytics.Storage;

namespace Analytics.Operations.Rebuild;

/// <summary>Repairs minute documents from the orders table, even while orders arrive.</summary>
/// <remarks>
/// Each document is read before its orders, and what is missing is added under the document's write condition. If another writer commits
/// meanwhile, the addition fails and the document is read again. So a correct answer stays correct.
/// </remarks>
public sealed class Rebuilder(OrderTableReader orders, IMinuteStore minutes, IRollupStore rollups, TimeProvider time, Random random)
{
    /// <summary>Maximum number of attempts to repair a document that others write to.</summary>
    public const int MaxRounds = 5;

    private const int DocumentsAtOnce = 8;

    private static readonly CommitOptions Bounds = new();

    /// <summary>Repairs documents and invalidates wrong rollups.</summary>
    /// <param name="documents">The documents to check; correct ones are not modified.</param>
    /// <param name="wrongRollups">Rollups to invalidate; their next reader sums them again.</param>
    /// <param name="options">What the rebuild may do.</param>
    /// <param name="progress">Receives progress reports.</param>
    /// <param name="cancellationToken">Stops the work between two writes; completed writes stay and are correct.</param>
    public async Task<RebuildResult> RunAsync(
        IReadOnlyCollection<DocumentKey> documents, IReadOnlyCollection<RollupPeriod> wrongRollups, RebuildOptions options,
        IComparisonProgress progress, CancellationToken cancellationToken)
    {
        var result = new RebuildResult();
        var left = documents.ToHashSet();
        for (var round = 0; round < MaxRounds && left.Count > 0; round++)
        {
            left = await RoundAsync(left, options, result, progress, cancellationToken);
        }

        foreach (var rollup in wrongRollups.Where(_ => options.Write))
        {
            await rollups.InvalidateAsync(rollup, cancellationToken);
        }

        result.Rollups = wrongRollups.Count;
        result.Contended.AddRange(left);
        return result;
    }

    // Returns the documents that need another attempt.
    private async Task<HashSet<DocumentKey>> RoundAsync(
        HashSet<DocumentKey> documents, RebuildOptions options, RebuildResult result, IComparisonProgress progress,
        CancellationToken cancellationToken)
    {
        var read = await ReadAsync(documents, cancellationToken);
        var stored = new StoredDocuments(
            read.Where(document => document.Value is not null).ToDictionary(
                document => document.Key, document => StoredDocument.Of(document.Value!)), []);
        var readAt = time.GetUtcNow();
        var range = new MinuteRange(documents.Min(key => key.Minute), documents.Max(key => key.Minute).Plus(1));

        // A damaged document does not show which orders it has counted, so orders missing from the index would go unnoticed: scan the
        // table.
        var from = read.ContainsValue(null) ? OrdersFrom.Table : options.From;
        var expected = await orders.ReadAsync(from, range, stored, documents.Contains, progress, cancellationToken);

        var gate = new Lock();
        var left = new HashSet<DocumentKey>();
        await Bounded.ForEachAsync(read, DocumentsAtOnce, async (document, token) =>
        {
            var repair = Repair.Of(
                stored.Documents.GetValueOrDefault(document.Key, StoredDocument.None), expected[document.Key], expected.OrderHashes, readAt,
                random);
            var mayRepair = document.Value is null || (repair.Deltas.Count > 0 && (repair.Orphans == 0 || options.WithOrphans));
            var isDone = !mayRepair || !options.Write || await TryWriteAsync(document.Key, document.Value, repair, readAt, token);
            if (options.Write)
            {
                await minutes.CoverAsync(document.Key, token);
            }

            lock (gate)
            {
                if (!isDone)
                {
                    left.Add(document.Key);
                }
                else if (mayRepair)
                {
                    result.Repaired.Add(document.Key);
                }
                else if (repair.Deltas.Count > 0)
                {
                    result.Orphaned.Add(document.Key);
                }
            }
        }, cancellationToken);
        return left;
    }

    // The value is null for a damaged document.
    private async Task<Dictionary<DocumentKey, MinuteDocument?>> ReadAsync(
        HashSet<DocumentKey> documents, CancellationToken cancellationToken)
    {
        var gate = new Lock();
        var read = new Dictionary<DocumentKey, MinuteDocument?>();
        await Bounded.ForEachAsync(documents, DocumentsAtOnce, async (key, token) =>
        {
            var document = await ReadAsync(key, token);
            lock (gate)
            {
                read.Add(key, document);
            }
        }, cancellationToken);
        return read;
    }

    private async Task<MinuteDocument?> ReadAsync(DocumentKey key, CancellationToken cancellationToken)
    {
        try
        {
            var document = await minutes.ReadDocumentAsync(key, cancellationToken);
            document.Sum();
            return document;
        }
        catch (FormatException damaged) when (damaged is not DocumentUnreadableException { IsNewer: true })
        {
            return null;
        }
    }

    // Returns false when the document needs another attempt.
    private async Task<bool> TryWriteAsync(
        DocumentKey key, MinuteDocument? document, Repair repair, DateTimeOffset readAt, CancellationToken cancellationToken)
    {
        if (document is null)
        {
            IReadOnlyList<TallyDelta> contents = repair.Deltas.Count > 0 ? repair.Deltas : [new TallyDelta { RebuiltAt = readAt }];
            contents[^1].ReplacedAt = readAt;
            return await minutes.TryReplaceDamagedAsync(
                key, contents, NewToken(), time.GetUtcNow(), RollupPeriod.Around(key.Minute), cancellationToken);
        }

        var cached = new CachedDocument(key);
        cached.Apply(document);
        foreach (var delta in repair.Deltas)
        {
            var next = cached.Next(delta, NewToken(), time.GetUtcNow(), Bounds.MaxHeadBytes);

            // This process has no time limit and may pause before the write until rollups have been summed, so it invalidates all of them.
            switch (await minutes.TryWriteAsync(next, RollupPeriod.Around(key.Minute), cancellationToken))
            {
                case HeadWrite.Written:
                case HeadWrite.Lost({ } current) when current.Writer == next.Head.Writer:
                    cached.Apply(next);
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private string NewToken()
    {
        lock (random)
        {
            return random.NextInt64().ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}

/// <summary>What a rebuild may do.</summary>
/// <param name="Write">Whether it may write; false for a dry run.</param>
/// <param name="WithOrphans">Whether to repair documents that counted orders no longer in the table.</param>
/// <param name="From">Where to read orders from: the same as in the comparison that found the differences.</param>
public sealed record RebuildOptions(bool Write, bool WithOrphans, OrdersFrom From);

/// <summary>Result of a rebuild.</summary>
public sealed class RebuildResult
{
    /// <summary>Documents that were repaired, or would be in a dry run.</summary>
    public List<DocumentKey> Repaired { get; } = [];

    /// <summary>Documents that were not repaired because they counted orders no longer in the table.</summary>
    public List<DocumentKey> Orphaned { get; } = [];

    /// <summary>
    /// Documents that still need repair after <see cref="Rebuilder.MaxRounds"/> attempts, as other writers kept changing them.
    /// </summary>
    public List<DocumentKey> Contended { get; } = [];

    /// <summary>Number of rollups invalidated, or to be invalidated in a dry run.</summary>
    public int Rollups { get; set; }
}
