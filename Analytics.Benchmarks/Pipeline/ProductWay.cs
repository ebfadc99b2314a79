using System.Reactive.Linq;
using Analytics.Core.Changes;
using Analytics.Core.Tallies;
using Analytics.Core.Wire;

namespace Analytics.Benchmarks.Pipeline;

/// <summary>This product: records into flat tables, operators over them, and what is new into the tallies of the documents.</summary>
internal sealed class ProductWay(ProductStage stage) : Way
{
    private static readonly LanePlan Plan = LanePlan.Always(4);

    private readonly RecordReader _reader = new();
    private readonly Dictionary<DocumentKey, (CountedChanges Seen, Tally Tally)> _documents = [];

    public override void Process(ReadOnlyMemory<byte> payload)
    {
        if (!_reader.TryRead(payload.Span) || _reader.Changes.Count != _reader.Records.Length)
        {
            throw new InvalidOperationException("A record was not read the fast way.");
        }

        switch (stage)
        {
            case ProductStage.Composed:
                Count(Composed());
                break;
            case ProductStage.Looped:
                Count(Looped());
                break;
        }
    }

    public override Sums? Result()
    {
        if (stage == ProductStage.Read)
        {
            return null;
        }

        var sums = new Sums();
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

    private IEnumerable<DocumentBatch> Composed() => _reader.Changes.ToObservable()
        .Deduplicate()
        .Where(change => change.Minute.Number > 0)
        .ByDocument(_reader.Changes, Plan)
        .ToEnumerable();

    private IEnumerable<DocumentBatch> Looped()
    {
        var seen = new IdentitySet();
        var documents = new Dictionary<DocumentKey, List<int>>();
        for (var place = 0; place < _reader.Changes.Count; place++)
        {
            var change = _reader.Changes[place];
            if (seen.Add(change) && change.Minute.Number > 0)
            {
                var key = Plan.DocumentOf(change.Minute, change.Fingerprint);
                if (!documents.TryGetValue(key, out var places))
                {
                    documents.Add(key, places = []);
                }

                places.Add(place);
            }
        }

        seen.Return();
        return documents.Select(document => new DocumentBatch(document.Key, _reader.Changes, document.Value));
    }

    private void Count(IEnumerable<DocumentBatch> documents)
    {
        foreach (var document in documents)
        {
            Count(document);
        }
    }

    private void Count(DocumentBatch batch)
    {
        if (!_documents.TryGetValue(batch.Key, out var document))
        {
            _documents.Add(batch.Key, document = (new CountedChanges(), new Tally()));
        }

        foreach (var place in batch.Places)
        {
            var change = batch.Table[place];
            if (document.Seen.Add(change.Fingerprint.Identity))
            {
                document.Tally.Add(change);
            }
        }
    }
}

/// <summary>How far the product goes, and how.</summary>
internal enum ProductStage
{
    /// <summary>Records are read, and that is all.</summary>
    Read,

    /// <summary>All of it, with plain loops in place of the operators.</summary>
    Looped,

    /// <summary>All of it, composed of operators as in the function.</summary>
    Composed,
}
