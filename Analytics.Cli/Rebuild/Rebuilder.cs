using Analytics.Cli.Comparison;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions;
using Analytics.Functions.Counting;
using Analytics.Functions.Orders;
using Analytics.Functions.Storage;

namespace Analytics.Cli.Rebuild;

/// <summary>Puts minute documents right from the orders table, also while orders come in.</summary>
/// <remarks>
/// Each document is read first and its orders after it, and what is missing is added under the document's own lock: whoever counts
/// meanwhile makes the addition fail, and the document is looked at again. So an answer that was right stays right.
/// </remarks>
internal sealed class Rebuilder(
    OrderScan scan, IMinuteStore minutes, IRollupStore rollups, LanePlanSource lanes, TimeProvider time, Random random)
{
    /// <summary>How often a document is looked at again that others write to.</summary>
    public const int RoundsMax = 5;

    private const int DocumentsAtOnce = 8;

    private static readonly CommitOptions Bounds = new();

    /// <summary>Puts documents and rollups right.</summary>
    /// <param name="documents">Which documents; those that are right are left alone.</param>
    /// <param name="wrongRollups">Rollups to be added up anew by their next reader.</param>
    /// <param name="options">What is allowed.</param>
    /// <param name="progress">Told what it does.</param>
    /// <param name="cancellationToken">Ends it between two writes; what was written stays and is right.</param>
    public async Task<RebuildResult> RunAsync(
        IReadOnlyCollection<DocumentKey> documents, IReadOnlyCollection<RollupPeriod> wrongRollups, RebuildOptions options,
        IComparisonProgress progress, CancellationToken cancellationToken)
    {
        var result = new RebuildResult();
        var left = documents.ToHashSet();
        for (var round = 0; round < RoundsMax && left.Count > 0; round++)
        {
            left = await RoundAsync(left, options, result, progress, cancellationToken);
        }

        foreach (var rollup in wrongRollups.Where(_ => options.Write))
        {
            await rollups.MarkStaleAsync(rollup, cancellationToken);
        }

        result.Rollups = wrongRollups.Count;
        result.Contended.AddRange(left);
        return result;
    }

    private async Task<HashSet<DocumentKey>> RoundAsync(
        HashSet<DocumentKey> documents, RebuildOptions options, RebuildResult result, IComparisonProgress progress,
        CancellationToken cancellationToken)
    {
        var read = await ReadAsync(documents, cancellationToken);
        var plan = await lanes.GetAsync(progress.Say, cancellationToken);
        var range = new MinuteRange(documents.Min(key => key.Minute), documents.Max(key => key.Minute).Plus(1));
        progress.Begin(await scan.EstimateAsync(cancellationToken));
        var orders = await OrdersByDocument.ScanAsync(scan, range, isPart: true, plan, documents.Contains, progress.Scanned, cancellationToken);
        progress.End();

        var gate = new Lock();
        var lost = new HashSet<DocumentKey>();
        await Bounded.ForEachAsync(read.Values, DocumentsAtOnce, async (document, token) =>
        {
            var repair = Repair.Of(DocumentCounts.Of(document), orders.Documents.GetValueOrDefault(document.Key, DocumentOrders.None));
            var mayRepair = repair.Contributions.Count > 0 && (repair.Orphans == 0 || options.WithOrphans);
            var isDone = !mayRepair || !options.Write || await TryWriteAsync(document, repair, token);
            lock (gate)
            {
                if (!isDone)
                {
                    lost.Add(document.Key);
                }
                else if (mayRepair)
                {
                    result.Repaired.Add(document.Key);
                }
                else if (repair.Contributions.Count > 0)
                {
                    result.Orphaned.Add(document.Key);
                }
            }
        }, cancellationToken);
        return lost;
    }

    private async Task<Dictionary<DocumentKey, MinuteDocument>> ReadAsync(
        HashSet<DocumentKey> documents, CancellationToken cancellationToken)
    {
        var gate = new Lock();
        var read = new Dictionary<DocumentKey, MinuteDocument>();
        await Bounded.ForEachAsync(documents, DocumentsAtOnce, async (key, token) =>
        {
            var document = await minutes.ReadDocumentAsync(key, token);
            lock (gate)
            {
                read.Add(key, document);
            }
        }, cancellationToken);
        return read;
    }

    private async Task<bool> TryWriteAsync(MinuteDocument document, Repair repair, CancellationToken cancellationToken)
    {
        var view = new CachedDocument(document.Key);
        view.Learn(document);

        foreach (var contribution in repair.Contributions)
        {
            var now = time.GetUtcNow();
            var next = view.Next(contribution, NewToken(), now, Bounds.MaxHeadBytes);
            // Nobody ends an operator's process after a minute: it may stand still before the write until the rollups are made.
            switch (await minutes.TryWriteAsync(next, RollupPeriod.Around(document.Key.Minute), cancellationToken))
            {
                case HeadWrite.Written:
                case HeadWrite.Lost({ } current) when current.Writer == next.Part.Writer:
                    view.Learn(next);
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
/// <param name="Write">Whether it writes at all.</param>
/// <param name="WithOrphans">Whether documents are put right that counted orders which are no longer in the table.</param>
internal sealed record RebuildOptions(bool Write, bool WithOrphans);

/// <summary>What came of a rebuild.</summary>
internal sealed class RebuildResult
{
    /// <summary>Documents that were put right, or would be.</summary>
    public List<DocumentKey> Repaired { get; } = [];

    /// <summary>Documents that were left alone because they counted orders which are no longer in the table.</summary>
    public List<DocumentKey> Orphaned { get; } = [];

    /// <summary>Documents that others wrote to at every try.</summary>
    public List<DocumentKey> Contended { get; } = [];

    /// <summary>Rollups that their next reader adds up anew.</summary>
    public int Rollups { get; set; }
}
