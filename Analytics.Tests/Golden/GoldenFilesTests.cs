using System.Globalization;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Alerts;
using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Goals;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Core.Wire;
using Analytics.Storage;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Golden;

/// <summary>What others depend on, byte for byte; <c>docs/formats.md</c> says what a change of it means.</summary>
/// <remarks>
/// <c>GOLDEN_UPDATE=1 ./test Golden</c> writes the files anew; the difference is to be looked at. A form with a new format gets a file
/// of that number beside the old ones, which stay and must remain readable. Another form is another line in <see cref="Formats"/>.
/// </remarks>
public class GoldenFilesTests
{
    private const string Token = "0123456789abcdef";

    private static readonly OrderLine Refunded = new("mug", 3, 1_200) { DiscountMinor = 600, RefundedMinor = 1_000, Returned = 1 };

    private static readonly Order Dollars =
        Some.Order(1, at: "12:00:01.250", lines: [new("tea", 2, 350) { DiscountMinor = 70 }, new("抹茶 \"A\"", 1, 1_000_000)]) with
        {
            Lane = 3, ShippingMinor = 495, TaxMinor = 80_006,
        };

    private static readonly Order Yen = Some.Order(2, at: "12:00:59.999", currency: Some.Jpy, lines: Refunded) with { Lane = 3 };
    private static readonly Order Large = Some.Order(3, lines: new OrderLine("tea", 1_000_000, 100_000_000)) with { Lane = 3 };
    private static readonly OrderChange Placed = Some.Placed(Dollars);
    private static readonly OrderChange Cancelled = Some.Cancelled(Yen);
    private static readonly Order Taxed = Cancelled.After! with { ShippingMinor = 500, TaxMinor = 327, TaxIncluded = true };
    private static readonly OrderChange Edited = Some.Streamed(
        Large, Large with { Lines = [new OrderLine("tea", 999_999, 100_000_000)] }, record: 7);
    private static readonly DocumentKey Document = new(3, Minute.Of(Dollars.PlacedAt));
    private static readonly MinuteHead Head = Write(
        new CachedDocument(Document), int.MaxValue, Placed, Some.Placed(Yen), Some.Placed(Large), Cancelled, Edited).Head;
    private static readonly MinuteWrite Moved = SecondSegment();
    private static readonly RollupPeriod Day = RollupPeriod.Of(RollupLength.Day, Head.Key.Minute);
    private static readonly OrderChange Sliced = Some.Placed(Dollars with { Slice = Some.Slice("web", "de") });
    private static readonly OrderChange SlicedYen = Some.Cancelled(Yen with { Slice = Some.Slice("web", "jp") });
    private static readonly OrderChange[] SlicedChanges =
    [
        Sliced, Some.Placed(SlicedYen.Before!), Some.Placed(Large), SlicedYen,
        Some.Placed(Some.Order(4) with { Lane = 3, Slice = Some.Slice("app", "de") }),
    ];

    private static readonly MinuteHead SlicedHead = Write(new CachedDocument(Document), int.MaxValue, SlicedChanges).Head;
    private static readonly MinuteWrite SlicedMoved = Write(new CachedDocument(Document), 0, SlicedChanges);
    private static readonly RollupSum SlicedRollup = RollupSum.Nothing.Plus(SlicedHead.Tally, Some.At("12:01:00.125"));
    private static readonly CustomerSet ManyCustomers = Customers(1_200);
    private static readonly StoredOrder Detailed = DetailedOrder();
    private static readonly RollupSum Rollup = RollupSum.Nothing.Plus(Head.Tally, Some.At("12:01:00.125"));
    private static readonly QuarantinedRecord Whole = new(
        "dynamodb", "arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/l", "1405400000000002063282832",
        "It breaks the rules of an order.",
        "{\"eventSource\":\"aws:dynamodb\"}"u8.ToArray(), Some.At("12:00:00.5"))
    {
        IsWholeRecord = true,
        ArrivedAt = Some.At("11:59:59"),
    };

    private static readonly QuarantinedRecord InSegments = new(
        "kinesis", "arn:aws:kinesis:us-east-1:123456789012:stream/s", "shardId-000000000000:1", "It is not JSON.",
        new byte[QuarantineItem.SegmentBytes + 3],
        Some.At("12:00"));

    private static readonly Goal November = new(
        new SalesFigure(SalesMeasure.Revenue, Some.Usd), 5_000_000, GoalPeriod.Month, "Europe/Berlin", Some.At("12:00:00.5"))
    {
        Date = new DateOnly(2026, 11, 1), Name = "November",
    };

    private static readonly Mark Sale = new(
        "Sale", Minute.Of(Some.At("10:05")), Minute.Of(Some.At("12:00")), Some.At("12:00:00.5"));

    // It rings, and its receiver did not accept the notice yet.
    private static readonly Alert Ringing = new("Nothing sold", new AlertRule.NoSales(30), Some.At("12:00:00.5"))
    {
        TimeZone = "Europe/Berlin",
        Hours = new AlertHours(new TimeOnly(8, 0), new TimeOnly(22, 30)),
        Webhook = "https://shop.example/alerts?key=1",
        State = new AlertState(
            Minute.Of(Some.At("12:10")),
            new AlertNotice(NoticeKind.Began, Minute.Of(Some.At("12:10")), Some.At("12:10:05.25"), """{"orders":0}""")
            {
                Attempts = 2, AttemptedAt = Some.At("12:11:05.25"), Failure = "The receiver responded 500.",
            }),
    };

    private static readonly Alert Below = new(
        "Slow", new AlertRule.Below(new SalesFigure(SalesMeasure.Revenue, Some.Eur), 60, "lastWeek"), Some.At("12:00"))
    {
        IsEnabled = false,
    };

    private static readonly Alert ItemAbove = new("Rush", new AlertRule.ItemAbove("tea", 100, 60), Some.At("12:00"))
    {
        State = new AlertState(
            null,
            new AlertNotice(NoticeKind.Ended, Minute.Of(Some.At("12:10")), Some.At("12:20"), "{}") { Delivery = NoticeDelivery.None }),
    };

    private static readonly JsonSerializerOptions Lines =
        new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Dictionary<string, GoldenFormat> Formats = new GoldenFormat[]
        {
            new("change-placed", 1, () => Indented(ChangeEvent.Write(Placed)), ReadChange, Placed),
            new("change-cancelled", 1, () => Indented(ChangeEvent.Write(Cancelled)), ReadChange, WithNewestIds(Cancelled)),
            new("order", 1, () => DynamoDbJson.Write(OrderItem.Write(new StoredOrder(Taxed, "hash"))), ReadOrder,
                Of(Taxed, "hash", true)),
            new("order-with-details", 1, () => DynamoDbJson.Write(OrderItem.Write(Detailed)), ReadStoredOrder, Detailed),
            new("minute-document", 1, () => DynamoDbJson.Write(MinuteItem.Write(Head)), ReadHead, Of(Head)),
            new("minute-document-with-segments", 1, () => DynamoDbJson.Write(MinuteItem.Write(Moved.Head)), ReadHead,
                Of(Moved.Head)),
            new("minute-segment", 1, () => DynamoDbJson.Write(MinuteSegmentItem.Write(Moved.Segment!)), ReadSegment,
                Of(Moved.Segment!)),
            new("change-with-dimensions", 1, () => Indented(ChangeEvent.Write(Sliced)), ReadChange, Sliced),
            new("order-with-dimensions", 1, () => DynamoDbJson.Write(OrderItem.Write(new StoredOrder(Sliced.After!, "hash"))), ReadOrder,
                Of(Sliced.After!, "hash", true)),
            new("minute-document-with-slices", MinuteItem.Format, () => DynamoDbJson.Write(MinuteItem.Write(SlicedHead)), ReadHead,
                Of(SlicedHead)),
            new("minute-segment-with-slices", MinuteSegmentItem.Format,
                () => DynamoDbJson.Write(MinuteSegmentItem.Write(SlicedMoved.Segment!)), ReadSegment, Of(SlicedMoved.Segment!)),
            new("rollup-with-slices", RollupItem.Format,
                () => DynamoDbJson.Write(RollupItem.Sum(Day, SlicedRollup, 0, Token, 1, 1)), ReadRollup,
                RollupOf(Day, new RollupState(0, SlicedRollup), Token, 1)),
            new("rollup-segment-with-slices", RollupItem.Format,
                () => DynamoDbJson.Write(RollupItem.Segments(Day, SlicedRollup.Tally, Token)[0]), ReadRollupSegment,
                ItemsOf(SlicedRollup.Tally)),
            new("rollup-slices", RollupItem.Format, () => DynamoDbJson.Write(RollupItem.SliceSegments(Day, SlicedRollup.Tally, Token)[0]),
                ReadRollupSegment, ItemsOf(SlicedRollup.Tally.WithoutItems())),
            new("rollup-customers", 1, () => DynamoDbJson.Write(RollupItem.CustomerSegment(Day, Rollup.Customers, Token)!),
                ReadRollupCustomers, (Rollup.Customers, true)),
            new("rollup-many-customers", 1, () => DynamoDbJson.Write(RollupItem.CustomerSegment(Day, ManyCustomers, Token)!),
                ReadRollupCustomers, (ManyCustomers, false)),
            new("quarantine", QuarantineItem.Format, () => DynamoDbJson.Write(QuarantineItem.WriteHead(Whole, Token)), ReadEntry,
                Entry(Whole)),
            new("quarantine-segment", QuarantineItem.Format, () => DynamoDbJson.Write(QuarantineItem.WriteSegment(InSegments, Token, 1)),
                ReadQuarantineSegment, SegmentOf(InSegments)),
            Shared("goal", new GoalItem(), November),
            Shared("mark", new MarkItem(), Sale),
            Shared("alert", new AlertItem(), Ringing),
            Shared("alert-below", new AlertItem(), Below),
            Shared("alert-item-above", new AlertItem(), ItemAbove),
            new("rollup", 1, () => DynamoDbJson.Write(RollupHead()), ReadRollup,
                RollupOf(Day, new RollupState(2, Rollup), Token, 1)),
            new("rollup-segment", 1, () => DynamoDbJson.Write(RollupItem.Segments(Day, Rollup.Tally, Token)[0]),
                ReadRollupSegment, ItemsOf(Rollup.Tally)),
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
    public void What_was_written_once_remains_readable(string name, string file) => Formats[name].HoldRead(file);

    [Fact]
    public void No_file_is_left_that_nothing_reads() =>
        Assert.Equal(
            Directory.EnumerateFiles(GoldenFormat.Folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal),
            Formats.Values.SelectMany(format => format.Files).Concat(GoldenExtentTests.Format.Files).Order(StringComparer.Ordinal));

    private static GoldenFormat Shared<T>(string name, SharedItem<T> form, T value) where T : class => new(
        name, SharedItem<T>.Format, () => DynamoDbJson.Write(form.Write("a", value, 3, Token)),
        file => form.Read(DynamoDbJson.Read(file)).Value, value);

    private static StoredOrder DetailedOrder()
    {
        var placed = Placed.After! with
        {
            Reference = "A-1001",
            Metadata = [KeyValuePair.Create("gift", "yes"), KeyValuePair.Create("note", "Leave it\nat the door.")],
        };
        var stored = new StoredOrder(placed, "hash") { DetailsDigest = "fedcba9876543210" };
        var lines = new[] { new OrderLine("tea", 1, 350) { Name = "Green tea, 100 g" } };
        return stored.Changed(
            placed.Amend(Some.Change(placed.Id, 2), placed.UpdatedAt.AddMinutes(1), lines), ChangeKind.Amended,
            KeyedRequest.Of("key", "amend"));
    }

    private static MinuteWrite Write(CachedDocument document, int maxHeadBytes, params OrderChange[] changes)
    {
        var delta = new TallyDelta();
        Assert.All(changes, change => Assert.Equal(CountingVerdict.Counted, CountingRule.Count(change.Flat(), document, delta)));
        return document.Next(delta, document.CountedCount == 0 ? Token : "fedcba9876543210", Some.At("12:01:00.125"), maxHeadBytes);
    }

    // It takes away what the first has; and it has an edit.
    private static MinuteWrite SecondSegment()
    {
        var document = new CachedDocument(Document);
        document.Apply(Write(document, 0, Placed, Some.Placed(Yen), Some.Placed(Large)));
        return Write(document, 0, Cancelled, Edited);
    }

    private static object ReadHead(byte[] file) => Of(MinuteItem.Read(DynamoDbJson.Read(file)));

    private static object Of(MinuteHead head) => (
        head.Key, head.Tally, Hexadecimal(head.Ids), Hexadecimal(head.Marks), Convert.ToHexString(head.Items.Span), head.State);

    private static object ReadSegment(byte[] file) => Of(MinuteSegmentItem.Read(DynamoDbJson.Read(file)));

    private static object Of(MinuteSegment segment) => (
        segment.Key, segment.Number, segment.Token, segment.Previous, Convert.ToHexString(segment.Items.Span), Hexadecimal(segment.Ids),
        Hexadecimal(segment.Marks));

    private static string Hexadecimal(IEnumerable<ChangeId> ids) => string.Join(' ', ids);

    private static string Hexadecimal(IEnumerable<EditMark> marks) =>
        string.Join(' ', marks.Select(mark => $"{mark.Change}@{mark.Position.Value.ToString("x16", CultureInfo.InvariantCulture)}"));

    // A day that was invalidated twice before it was summed.
    private static Dictionary<string, AttributeValue> RollupHead()
    {
        var head = RollupItem.Sum(Day, Rollup, 2, Token, 1, 0);
        head.Add(RollupItem.Invalidations, new AttributeValue { N = "2" });
        head.Add(RollupItem.InvalidationsCheck, new AttributeValue { N = "-2" });
        return head;
    }

    private static object? ReadRollup(byte[] file) =>
        RollupItem.ReadHead(RollupLength.Day, DynamoDbJson.Read(file)) is var (period, state, version, segments, _, _)
        ? RollupOf(period, state, version, segments)
        : null;

    private static object RollupOf(RollupPeriod period, RollupState state, string version, int segments) =>
        (period, state.Invalidations, $"{state.Sum?.Tally.Totals}", state.Sum?.CommittedAt, version, segments);

    private static string ReadRollupSegment(byte[] file)
    {
        var item = DynamoDbJson.Read(file);
        var tally = new Tally();
        ItemsFormat.DecodeInto(tally, item[MinuteItem.Items].B.ToArray());
        Assert.Equal((Day.Start, Token), RollupItem.SegmentOf(item));
        return ItemsOf(tally);
    }

    private static object ReadRollupCustomers(byte[] file)
    {
        var item = DynamoDbJson.Read(file);
        var customers = new CustomerSet();
        CustomersFormat.DecodeInto(customers, item[RollupItem.Customers].B.ToArray());
        Assert.Equal((Day.Start, Token), RollupItem.SegmentOf(item));
        return (customers, customers.IsExact);
    }

    private static CustomerSet Customers(int count)
    {
        var customers = new CustomerSet();
        for (var number = 0; number < count; number++)
        {
            customers.Add(CustomerHash.Of($"c-{number}"));
        }

        return customers;
    }

    private static string ItemsOf(Tally tally) =>
        string.Join("; ", tally.Items.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => $"{item.Key}: {item.Value}")
            .Concat(tally.Slices.OrderBy(slice => slice.Key).Select(slice => $"{slice.Key}: {slice.Value}")));

    private static OrderChange? ReadChange(byte[] file) => (ChangeEvent.Read(file) as ParsedChange.Accepted)?.Value;

    // An event has the newest change id of an order and not those before it.
    private static OrderChange WithNewestIds(OrderChange change) => OrderChange.Published(
        change.Before! with { ChangeIds = [change.Before.LastChange] }, change.After! with { ChangeIds = [change.After.LastChange] });

    private static object? ReadOrder(byte[] file) => OrderItem.Read(DynamoDbJson.Read(file)) is { Stored: { } stored } found
        ? Of(stored.Order, stored.RequestHash, found.IsAsWritten)
        : null;

    private static StoredOrder? ReadStoredOrder(byte[] file) => OrderItem.Read(DynamoDbJson.Read(file)).Stored;

    private static object Of(Order order, string requestHash, bool isAsWritten) => (order, requestHash, isAsWritten);

    private static QuarantineEntry ReadEntry(byte[] file) => QuarantineItem.ReadEntry(DynamoDbJson.Read(file));

    private static QuarantineEntry Entry(QuarantinedRecord record) =>
        new(QuarantineItem.IdOf(record), record with { Raw = default }, record.Raw.Length, 1, Token, null);

    private static object ReadQuarantineSegment(byte[] file)
    {
        var item = DynamoDbJson.Read(file);
        Assert.True(item.IsSealed());
        return (item["pk"].S, item["sk"].S, item["raw"].B.Length);
    }

    private static object SegmentOf(QuarantinedRecord record)
    {
        var key = QuarantineItem.KeyOfSegment(QuarantineItem.IdOf(record), Token, 1);
        return (key["pk"].S, key["sk"].S, 3L);
    }

    // As it stands on the stream but for white space, which says nothing.
    private static string Indented(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document.RootElement, Lines);
    }
}
