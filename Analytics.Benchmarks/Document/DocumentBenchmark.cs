using System.Globalization;
using Analytics.Benchmarks.Workloads;
using Analytics.Core.Documents;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Storage;

namespace Analytics.Benchmarks.Document;

/// <summary>What do encode, decode, merge and the look-up of a change id cost by the size of a minute document?</summary>
/// <remarks>
/// Documents hold the first orders of the shop's hour, as many as fit; DynamoDB takes 400 KB. What each operation comes to is checked
/// before it is timed. Then all of a size take turns, and the median of their rounds counts.
/// </remarks>
internal static class DocumentBenchmark
{
    private const int MaxChanges = 130_000;

    public static void Run(DocumentOptions options, TextWriter output)
    {
        var documents = Documents(options);
        documents.ForEach(Check);
        var operations = documents.ConvertAll(Operations);
        // All of them before the first is timed, so that the code is as warm for the smallest as for the largest.
        operations.ForEach(some => some.ForEach(operation => operation.Prepare()));
        var costs = operations.ConvertAll(some => Measure(some, options.Rounds));

        output.WriteLine(FormattableString.Invariant($"{options.Skus:N0} SKUs, medians of {options.Rounds} rounds\n"));
        Write(output, "document", documents, document => $"{Number(document.Head.Bytes / 1024.0)} KB");
        output.WriteLine($"| ---{string.Concat(Enumerable.Repeat(" | ---:", documents.Count))} |");
        Write(output, "items", documents, document => Number(document.Head.Tally.Items.Count));
        Write(output, "change ids", documents, document => Number(document.Head.Ids.Count));
        Write(output, "bytes an item", documents, document => Number((double)document.Head.Items.Length / document.Head.Tally.Items.Count));
        WriteAll("microseconds", (_, cost) => cost.Time / 1000);
        WriteAll("nanoseconds each", (operation, cost) => cost.Time / operation.Things);
        WriteAll("MB/s", (operation, cost) => 1000.0 * operation.Bytes / cost.Time);
        WriteAll("managed bytes", (_, cost) => cost.Bytes);

        void WriteAll(string what, Func<DocumentOperation, OperationCost, double> value)
        {
            Write(output, $"**{what}**", documents, _ => "");
            for (var row = 0; row < operations[0].Count; row++)
            {
                Write(output, operations[0][row].Name, operations.Zip(costs), size => Number(value(size.First[row], size.Second[row])));
            }
        }
    }

    // On its own, so that the changes are gone when it returns: a collector would go through them at each turn.
    private static List<SampleDocument> Documents(DocumentOptions options)
    {
        var changes = SampleShop.Changes(MaxChanges, options.Skus).Where(change => change.Before is null).DistinctBy(change => change.Id)
            .ToList();
        return [.. options.Kilobytes.Select(kilobytes => SampleDocument.Of(changes, kilobytes * 1024))];
    }

    private static List<DocumentOperation> Operations(SampleDocument document)
    {
        var head = document.Head;
        var (items, ids) = (head.Tally.Items.Count, head.Ids.Count);
        var tally = Decoded(head);
        return
        [
            new("encode items", () => ItemsFormat.Encode(tally).Length, items, head.Items.Length),
            new("decode items", () => Decoded(head).IsEmpty ? 0 : 1, items, head.Items.Length),
            new("merge", () => Merged(tally).IsEmpty ? 0 : 1, items, head.Items.Length),
            new("one change more", () => document.PlusOne().Bytes, items, head.Bytes),
            new("write the item", () => MinuteItem.Write(head).Count, items, head.Bytes),
            new("read the item", () => MinuteItem.Read(document.Stored).Ids.Count, items, head.Bytes),
            new("learn the change ids", () => SampleDocument.SetOf(head.Ids).Count, ids, 8 * ids),
            new("look up, counted", () => Found(document.Counted, head.Ids), ids, 8 * ids),
            new("look up, new", () => Found(document.Counted, document.Uncounted), ids, 8 * ids),
        ];
    }

    private static void Check(SampleDocument document)
    {
        var head = document.Head;
        var read = MinuteItem.Read(document.Stored);
        Require(Decoded(head).Items.OrderBy(item => item.Key).SequenceEqual(head.Tally.Items.OrderBy(item => item.Key)),
            "decoding does not undo encoding");
        Require(ItemsFormat.Encode(Decoded(head)).Span.SequenceEqual(head.Items.Span), "the same items are written otherwise");
        Require(read.Tally.Equals(head.Tally) && read.Ids.SequenceEqual(head.Ids), "reading does not undo writing");
        Require(Merged(head.Tally).Equals(head.Tally), "merging with nothing changes something");
        var more = document.PlusOne().Tally;
        more.Add(document.Next.Tally, -1);
        Require(more.Equals(head.Tally), "a change more and the same one less is not the same");
        Require(Found(document.Counted, head.Ids) == head.Ids.Count && Found(document.Counted, document.Uncounted) == 0,
            "a change id is not found, or one that is not there");
    }

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new InvalidOperationException($"Nothing is measured: {otherwise}.");
        }
    }

    private static List<OperationCost> Measure(List<DocumentOperation> operations, int rounds)
    {
        var costs = operations.ConvertAll(_ => new List<OperationCost>());
        for (var round = 0; round < rounds; round++)
        {
            for (var turn = 0; turn < operations.Count; turn++)
            {
                GC.Collect();
                costs[turn].Add(operations[turn].Measure());
            }
        }

        return costs.ConvertAll(all => all.OrderBy(cost => cost.Time).ElementAt(all.Count / 2));
    }

    private static void Write<T>(TextWriter output, string name, IEnumerable<T> columns, Func<T, string> cell) =>
        output.WriteLine($"| {name} | {string.Join(" | ", columns.Select(cell))} |");

    private static string Number(double value) => value.ToString(value is > 0 and < 10 ? "0.0" : "#,0", CultureInfo.InvariantCulture);

    private static Tally Decoded(MinuteHead head)
    {
        var tally = new Tally();
        ItemsFormat.DecodeInto(tally, head.Items.Span);
        return tally;
    }

    private static Tally Merged(Tally tally)
    {
        var sum = new Tally();
        sum.Add(tally);
        return sum;
    }

    private static int Found(CountedChanges counted, IReadOnlyList<ChangeId> ids)
    {
        var found = 0;
        for (var index = 0; index < ids.Count; index++)
        {
            found += counted.Contains(ids[index]) ? 1 : 0;
        }

        return found;
    }
}

/// <summary>What is to be measured.</summary>
/// <param name="Kilobytes">The sizes of the documents.</param>
/// <param name="Skus">How many items the shop has.</param>
/// <param name="Rounds">How often each operation is timed.</param>
internal sealed record DocumentOptions(IReadOnlyList<int> Kilobytes, int Skus, int Rounds);
