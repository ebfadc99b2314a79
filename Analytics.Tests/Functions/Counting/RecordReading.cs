using System.Text.Json;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Core.Wire;
using Analytics.Functions.Counting;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Functions.Counting;

/// <summary>Compares the fast reading of records with the thorough one.</summary>
internal static class RecordReading
{
    public static RecordBatch Read(byte[] utf8)
    {
        var batch = new RecordBatch();
        batch.Read(utf8);
        return batch;
    }

    /// <summary>Holds that an event is read the same by both, or refused by both.</summary>
    public static void AssertSame(byte[] utf8)
    {
        var batch = new RecordBatch();
        IReadOnlyList<SourceRecord> records;
        try
        {
            records = StreamEventParser.Read(utf8);
        }
        catch (JsonException)
        {
            Assert.ThrowsAny<JsonException>(() => batch.Read(utf8));
            return;
        }

        batch.Read(utf8);
        AssertSame(batch, records);
    }

    /// <summary>Holds that a batch is what the thorough reader read.</summary>
    public static void AssertSame(RecordBatch batch, IReadOnlyList<SourceRecord> records)
    {
        Assert.Equal(records.Count, batch.Count);
        for (var index = 0; index < records.Count; index++)
        {
            Assert.Equal(records[index].SequenceNumber, batch.SequenceNumberOf(index));
            Assert.Equal(records[index].Raw.ToArray(), batch[index].Raw.ToArray());
            Assert.Equal(
                records[index].Parsed switch
                {
                    ParsedChange.Rejected(var reason) => reason,
                    ParsedChange.Accepted(_, var objection) => objection,
                    _ => null,
                },
                batch.RejectionOf(index));
            if (records[index].Parsed is not ParsedChange.Accepted(var change, _))
            {
                Assert.True(batch.RowOf(index) < 0);
                continue;
            }

            AssertSame(change.Flat(), batch.Changes[batch.RowOf(index)]);
            var read = batch.Changes[batch.RowOf(index)];
            Assert.Equal(change.Before is null && change.After?.Status == OrderStatus.Placed ? change.After.Currency : null, read.PlacedIn);
            Assert.Equal(change.After?.Lines.Sum(line => line.RevenueMinor) ?? 0, read.RevenueMinor);
        }

        var oldest = records.Min(record => record.ArrivedAt);
        Assert.Equal(oldest is null, batch.OldestArrival is null);
        Assert.True(oldest is null || (oldest.Value - batch.OldestArrival!.Value).Duration() < TimeSpan.FromMilliseconds(1));
    }

    private static void AssertSame(Change expected, Change read)
    {
        var (plain, data) = (expected.Data, read.Data);
        Assert.Equal(
            (expected.From, expected.To, expected.ChangedAt, expected.RevenueMinor, expected.MaxBytes),
            (read.From, read.To, read.ChangedAt, read.RevenueMinor, read.MaxBytes));
        Assert.Equal(
            (plain.Id, plain.Previous, plain.RecordId, plain.Position, plain.Before.Status, plain.After.Status, plain.Before.Slice,
                plain.After.Slice),
            (data.Id, data.Previous, data.RecordId, data.Position, data.Before.Status, data.After.Status, data.Before.Slice,
                data.After.Slice));
        Assert.Equal(expected.IdsBefore.ToArray(), read.IdsBefore.ToArray());
        Assert.Equal(expected.IdsAfter.ToArray(), read.IdsAfter.ToArray());
        foreach (var key in new[] { expected.From, expected.To }.OfType<DocumentKey>())
        {
            var (tally, sums) = (new Tally(), new Tally());
            expected.AddTo(tally, key);
            read.AddTo(sums, key);
            Assert.Equal(tally, sums);
        }
    }
}
