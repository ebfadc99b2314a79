using Analytics.Core.Documents;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Counting;

namespace Analytics.Benchmarks.Pipeline;

/// <summary>This product: records into flat tables, sorted by document, and what each document has not counted into its sums.</summary>
/// <remarks>
/// It is what the analytics function does, but that nothing is encoded for the store. Each batch makes a delta for each document, and the
/// document knows its change ids only when it is complete, as after a commit. The function leaves the sums of documents to the readers;
/// here they are added up as the others do.
/// </remarks>
internal sealed class ProductWay(ProductStage stage) : Way
{
    private readonly RecordBatch _batch = new();
    private readonly TallyDelta _delta = new();
    private readonly Dictionary<DocumentKey, (CachedDocument Known, Tally Sums)> _documents = [];

    public override void Process(ReadOnlyMemory<byte> payload)
    {
        _batch.Read(payload);
        if (_batch.Changes.Count != _batch.Count)
        {
            throw new InvalidOperationException("A record has no change.");
        }

        if (stage != ProductStage.Read)
        {
            // None of the shop's changes moves an order.
            foreach (var batch in DocumentBatch.Sort(_batch.Changes, _batch.Rows()).First)
            {
                Count(batch);
            }
        }
    }

    public override ContenderSums? Result()
    {
        if (stage != ProductStage.Whole)
        {
            return null;
        }

        var sums = new ContenderSums();
        foreach (var (key, (_, tally)) in _documents)
        {
            var minute = key.Minute.Number;
            sums.AddTotals(minute, "", tally.Totals.Orders, tally.Totals.Units, 0);
            foreach (var (currency, minor) in tally.Totals.Revenue.Sums)
            {
                sums.AddTotals(minute, currency.Code, 0, 0, minor);
            }

            foreach (var (sku, item) in tally.Items)
            {
                sums.AddItem(minute, sku, "", item.Units, 0);
                foreach (var (currency, minor) in item.Revenue.Sums)
                {
                    sums.AddItem(minute, sku, currency.Code, 0, minor);
                }
            }
        }

        return sums;
    }

    private void Count(DocumentBatch batch)
    {
        if (!_documents.TryGetValue(batch.Key, out var document))
        {
            _documents.Add(batch.Key, document = (new CachedDocument(batch.Key), new Tally()));
        }

        _delta.Clear();
        foreach (var row in batch.Rows)
        {
            if (CountingRule.Count(batch.Table[row], document.Known, _delta) == CountingVerdict.Gap)
            {
                throw new InvalidOperationException("A change came before the one that it follows.");
            }
        }

        if (stage == ProductStage.Whole)
        {
            document.Sums.Add(_delta.Tally);
        }

        var revision = (document.Known.Head?.Revision ?? 0) + 1;
        document.Known.Apply(new MinuteHead(
            batch.Key, document.Sums, _delta.Ids, _delta.Marks, default, new HeadState(revision, SegmentList.None, "", default)));
    }
}

/// <summary>How far the product goes.</summary>
internal enum ProductStage
{
    /// <summary>Records are read, and that is all.</summary>
    Read,

    /// <summary>Deltas are made, and what is in them is known to be counted.</summary>
    Counted,

    /// <summary>All of it: the deltas are added to the sums of their documents.</summary>
    Whole,
}
