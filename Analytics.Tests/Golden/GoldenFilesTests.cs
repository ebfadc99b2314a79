using System.Globalization;
using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Core.Wire;
using Analytics.Functions.Storage;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Golden;

/// <summary>What others depend on, byte for byte; <c>docs/formats.md</c> says what a change of it means.</summary>
/// <remarks>
/// <c>GOLDEN_UPDATE=1 ./test Golden</c> writes the files anew; the difference is to be looked at. A form with a new format gets a file
/// of that number beside the old ones, which stay and must read for ever. Another form is another line in <see cref="Formats"/>.
/// </remarks>
public class GoldenFilesTests
{
    private static readonly OrderChange Placed = Some.Placed(Some.Order(1, at: "12:00:01.250", lines: [new("tea", 2, 350), new("抹茶 \"A\"", 1, 1_000_000)]));
    private static readonly OrderChange Cancelled = Some.Cancelled(Some.Order(2, at: "12:00:59.999", currency: Some.Jpy, lines: new OrderLine("mug", 3, 1_200)));
    private static readonly DocumentKey Document = new(3, Minute.Of(Placed.PlacedAt));
    private static readonly MinuteHead Part = Write(new CachedDocument(Document), int.MaxValue, Placed, Cancelled, Some.Placed(Some.Order(3, lines: new OrderLine("tea", 1_000_000, 100_000_000)))).Part;
    private static readonly MinuteWrite Moved = SecondPiece();
    private static readonly RollupPeriod Day = RollupPeriod.Of(RollupLength.Day, Part.Key.Minute);
    private static readonly RollupSum Rollup = new(Part.Tally, Some.At("12:01:00.125"));
    private static readonly LanePlan Plan = LanePlan.Always(4).Then(Minute.Of(Some.At("12:00")), 16);
    private static readonly QuarantinedRecord Early = new(
        "dynamodb", "arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/l", "1405400000000002063282832", "Its order was placed at a time to come.",
        "{\"eventSource\":\"aws:dynamodb\"}"u8.ToArray(), Some.At("12:00:00.5"))
    {
        IsWholeRecord = true,
        ArrivedAt = Some.At("11:59:59"),
    };

    private static readonly QuarantinedRecord Garbage = new(
        "kinesis", "arn:aws:kinesis:us-east-1:123456789012:stream/s", "shardId-000000000000:1", "It is not JSON.", "no change"u8.ToArray(), Some.At("12:00"));

    private static readonly QuarantinedRecord Large = Garbage with { Raw = new byte[QuarantineItem.PieceBytes + 3] };

    private static readonly JsonSerializerOptions Lines = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Dictionary<string, GoldenFormat> Formats = new GoldenFormat[]
        {
            new("change-placed", 1, () => Indented(ChangeEvent.Write(Placed)), ReadChange, Placed),
            new("change-cancelled", 1, () => Indented(ChangeEvent.Write(Cancelled)), ReadChange, Cancelled),
            new("lane-plan", LanePlanItem.Format, () => DynamoDbJson.Write(LanePlanItem.Write(Plan, 2)), ReadPlan, Of(Plan, 2)),
            new("minute-document", MinuteItem.Format, () => DynamoDbJson.Write(MinuteItem.Write(Part)), file => Of(MinuteItem.Read(DynamoDbJson.Read(file))), Of(Part)),
            new("minute-document-with-pieces", MinuteItem.Format, () => DynamoDbJson.Write(MinuteItem.Write(Moved.Part)), file => Of(MinuteItem.Read(DynamoDbJson.Read(file))), Of(Moved.Part)),
            new("minute-piece", MinuteSegmentItem.Format, () => DynamoDbJson.Write(MinuteSegmentItem.Write(Moved.Piece!)), file => Of(MinuteSegmentItem.Read(DynamoDbJson.Read(file))), Of(Moved.Piece!)),
            new("quarantine", QuarantineItem.Format, () => DynamoDbJson.Write(QuarantineItem.WriteHead(Early, "0123456789abcdef")), ReadEntry, Entry(Early, "0123456789abcdef")),
            new("quarantine-piece", QuarantineItem.Format, () => DynamoDbJson.Write(QuarantineItem.WritePiece(Large, "0123456789abcdef", 1)), ReadKey, KeyOf(Large)),
            new("rollup", RollupItem.Format, () => DynamoDbJson.Write(RollupHead()), ReadRollup, RollupOf(Day, new RollupState(2, Rollup), "0123456789abcdef", 1)),
            new("rollup-piece", RollupItem.Format, () => DynamoDbJson.Write(RollupItem.Pieces(Day, Rollup.Tally, "0123456789abcdef")[0]), ReadRollupPiece, RollupPieceOf(Rollup.Tally)),
        }
        .ToDictionary(format => format.Name);

    public static TheoryData<string> Names => [.. Formats.Keys];

    public static TheoryData<string, string> Files
    {
        get
        {
            var files = new TheoryData<string, string>();
            foreach (var format in Formats.Values)
            {
                format.Files.ToList().ForEach(file => files.Add(format.Name, file));
            }

            return files;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_written_is_what_its_file_says(string name) => Formats[name].HoldWritten();

    [Theory]
    [MemberData(nameof(Files))]
    public void What_was_written_once_is_read_for_ever(string name, string file) => Formats[name].HoldRead(file);

    // Written before there were `content` and `writer`; nothing writes it any more.
    [Fact]
    public void A_record_that_was_put_aside_by_the_first_version_is_read()
    {
        var entry = QuarantineItem.ReadEntry(DynamoDbJson.Read(Encoding.UTF8.GetBytes($$$"""
            {"pk":{"S":"quarantine"},"sk":{"S":"{{{QuarantineItem.IdOf(Garbage)}}}"},"road":{"S":"kinesis"},"source":{"S":"{{{Garbage.Source}}}"},
             "position":{"S":"shardId-000000000000:1"},"reason":{"S":"It is not JSON."},"at":{"S":"2026-11-23T12:00:00.000Z"},
             "bytes":{"N":"9"},"pieces":{"N":"1"},"raw":{"B":"bm8gY2hhbmdl"},"format":{"N":"1"}}
            """)));

        Assert.Equal(Entry(Garbage, ""), entry);
        Assert.Equal($"{entry.Id}#001", QuarantineItem.KeyOfPiece(entry.Id, entry.Writer, 1)["sk"].S);
    }

    private static MinuteWrite Write(CachedDocument view, int partBytesMax, params OrderChange[] changes)
    {
        var contribution = new TallyDelta();
        changes.ToList().ForEach(change => contribution.Add(change));
        return view.Next(contribution, view.Counted == 0 ? "0123456789abcdef" : "fedcba9876543210", Some.At("12:01:00.125"), partBytesMax);
    }

    private static MinuteWrite SecondPiece()
    {
        var view = new CachedDocument(Document);
        view.Learn(Write(view, 0, Placed));
        return Write(view, 0, Cancelled);
    }

    private static object Of(MinuteHead part) => (
        part.Key, part.Number, part.Tally, Hexadecimal(part.Seen), part.Revision, part.IsSealed, part.Pieces, (part.Writer, part.CommittedAt));

    private static object Of(MinuteSegment piece) => (
        piece.Key, piece.Number, piece.Token, piece.Previous, Convert.ToHexString(piece.Items.Span), Hexadecimal(piece.Seen));

    private static string Hexadecimal(IEnumerable<ulong> identities) =>
        string.Join(' ', identities.Select(identity => identity.ToString("x16", CultureInfo.InvariantCulture)));

    // A day of which two late changes were counted before it was summed up.
    private static Dictionary<string, AttributeValue> RollupHead()
    {
        var head = RollupItem.KeyOf(Day);
        head.Add(RollupItem.Late, new AttributeValue { N = "2" });
        return head.Concat(RollupItem.Sum(Day, Rollup, 2, "0123456789abcdef", 1)).ToDictionary();
    }

    private static object ReadRollup(byte[] file)
    {
        var (period, state, version, pieces) = RollupItem.ReadHead(RollupLength.Day, DynamoDbJson.Read(file));
        return RollupOf(period, state, version, pieces);
    }

    private static object RollupOf(RollupPeriod period, RollupState state, string version, int pieces) =>
        (period, state.Late, $"{state.Sum?.Tally.Totals}", state.Sum?.CommittedAt, version, pieces);

    private static string ReadRollupPiece(byte[] file)
    {
        var item = DynamoDbJson.Read(file);
        var tally = new Tally();
        ItemsFormat.DecodeInto(tally, item[MinuteItem.Items].B.ToArray());
        Assert.Equal((Day.Start, "0123456789abcdef"), RollupItem.PieceOf(item));
        return RollupPieceOf(tally);
    }

    private static string RollupPieceOf(Tally tally) =>
        string.Join("; ", tally.Items.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => $"{item.Key}: {item.Value}"));

    private static object Of(LanePlan plan, long revision) => (string.Join(' ', plan.Entries), revision);

    private static object ReadPlan(byte[] file)
    {
        var (plan, revision) = LanePlanItem.Read(DynamoDbJson.Read(file));
        return Of(plan, revision);
    }

    private static OrderChange? ReadChange(byte[] file) => (ChangeEvent.Read(file) as ParsedChange.Accepted)?.Value;

    private static QuarantineEntry ReadEntry(byte[] file) => QuarantineItem.ReadEntry(DynamoDbJson.Read(file));

    private static QuarantineEntry Entry(QuarantinedRecord record, string writer) =>
        new(QuarantineItem.IdOf(record), record with { Raw = default }, record.Raw.Length, 1, writer, null);

    private static object ReadKey(byte[] file)
    {
        var item = DynamoDbJson.Read(file);
        return (item["pk"].S, item["sk"].S, item["raw"].B.Length);
    }

    private static object KeyOf(QuarantinedRecord record)
    {
        var key = QuarantineItem.KeyOfPiece(QuarantineItem.IdOf(record), "0123456789abcdef", 1);
        return (key["pk"].S, key["sk"].S, 3L);
    }

    // As it stands on the stream but for white space, which says nothing.
    private static string Indented(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document.RootElement, Lines);
    }
}
