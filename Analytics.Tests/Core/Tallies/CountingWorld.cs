using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Core.Wire;
using Analytics.Functions.Counting;
using Analytics.Storage;
using Analytics.Tests.Support;

namespace Analytics.Tests.Core.Tallies;

/// <summary>An orders table with two writers, what its two sources carry, and the documents that are counted from them.</summary>
/// <remarks>
/// The API places, amends and cancels as the orders function does; another writer edits, deletes and puts back items as it likes. Kinesis
/// loses some changes and delivers the rest in any order, any number of times. The table stream delivers in order, and again from anywhere
/// earlier. A step does one of these, whatever the others did, so that steps can be left out of a world that went wrong.
/// </remarks>
internal sealed class CountingWorld
{
    private const int Orders = 5;
    private static readonly Tally Nothing = new();

    private readonly bool _hasOtherWriter;
    private readonly bool _hasFractions;
    private readonly bool _hasNumberedEvents;
    private readonly int _maxMilliseconds;
    private readonly StoredDocuments _documents;
    private readonly DocumentWriter[] _writers;

    private readonly Dictionary<int, Dictionary<string, AttributeValue>> _table = [];
    private readonly Dictionary<int, List<Dictionary<string, AttributeValue>>> _images = [];
    private readonly List<string> _stream = [];
    private readonly List<byte[]> _kinesis = [];
    private readonly List<int> _replays = [];
    private readonly HashSet<int> _expired = [];
    private readonly Dictionary<DocumentKey, Tally> _removed = [];
    private readonly OrderBooks _books = new();

    private DateTimeOffset _now = Some.At("12:00:58.5");
    private Int128 _sequence;
    private int _position;

    public CountingWorld(int seed)
    {
        var random = new Random(seed);
        _hasOtherWriter = random.Next(4) > 0;
        _hasFractions = random.Next(2) == 0;
        _hasNumberedEvents = random.Next(2) == 0;
        _maxMilliseconds = random.Next(3) switch { 0 => 1, 1 => 300, _ => 20_000 };

        // Shortly before a number with one digit more, and before the last nine digits begin anew.
        _sequence = random.Next(4) switch
        {
            0 => 1,
            1 => 999_999_990,
            2 => Int128.Parse("999999999999999999990", CultureInfo.InvariantCulture),
            _ => Int128.Parse("1405400000000999999995", CultureInfo.InvariantCulture),
        };
        _documents = new StoredDocuments(random.Next(2) == 0 ? 600 : 250 + random.Next(200), _books);
        _writers = [.. Enumerable.Range(0, 4).Select(_ => new DocumentWriter(_documents))];
    }

    /// <summary>What happened, a line for each thing.</summary>
    public List<string> Trace { get; } = [];

    /// <summary>Does what a number says.</summary>
    public void Do(int step)
    {
        var random = new Random(step);
        _now += TimeSpan.FromMilliseconds(random.Next(_maxMilliseconds));
        var order = 1 + random.Next(Orders);
        switch (random.Next(20))
        {
            case < 6:
                Change(order, random);
                break;
            case < 10 when _hasOtherWriter:
                Edit(order, random);
                break;
            case < 13:
                DeliverKinesis(random);
                break;
            case < 17:
                DeliverStream(random);
                break;
            case < 18 when _position > 0:
                _replays.Add(random.Next(_position));
                break;
            case < 19 when _replays.Count > 0:
                Replay(random.Next(_replays.Count), random);
                break;
            default:
                _writers[random.Next(_writers.Length)].Restart();
                break;
        }
    }

    /// <summary>Delivers all that there is, and holds that the documents equal the table.</summary>
    public void Rest(int seed)
    {
        var random = new Random(seed);
        while (_position < _stream.Count)
        {
            DeliverStream(random);
        }

        HoldTable("after the table stream");
        var events = _kinesis.ToArray();
        random.Shuffle(events);
        foreach (var data in events)
        {
            Commit(WireRecords.Read([WireRecords.Published(data, 0)]), 0, random, mayFail: false);
        }

        _stream.ForEach(record => Commit(WireRecords.Read([record]), 2, random, mayFail: false));
        HoldTable("after everything again");
    }

    private void Change(int number, Random random)
    {
        var id = Some.Id(number);
        var at = _now.ToMilliseconds();
        if (!_table.TryGetValue(number, out var item))
        {
            var placed = new OrderTerms("c", Some.Usd, [Line(number, random)]).Place(
                id, ChangeId.Fresh(id, [], random), random.Next(3), at);
            Trace.Add($"API places {number}: {Text(placed)}");
            Write(number, OrderItem.Write(new StoredOrder(placed, "hash")));
            Publish(null, placed, random);
            return;
        }

        // Between finding the order and changing it, another writer may edit it; the condition of the write goes by status and change ids.
        if (OrderItem.Read(item) is not { Stored.Order: { Status: OrderStatus.Placed } found } was)
        {
            return;
        }

        if (_hasOtherWriter && random.Next(6) == 0)
        {
            Edit(number, random);
            if (!_table.TryGetValue(number, out item) || item[OrderItem.Status].S != "PLACED"
                || WireRecords.Json(item.GetValueOrDefault(OrderItem.ChangeIds)) != WireRecords.Json(was.ChangeIds))
            {
                return;
            }
        }

        var isCancelled = random.Next(3) == 0;
        var changed = isCancelled
            ? found.Cancel(ChangeId.Fresh(id, found.ChangeIds, random), at)
            : found.Changed(ChangeId.Fresh(id, found.ChangeIds, random), at) with { Lines = [Line(number, random)] };
        var before = OrderItem.Read(item);
        var (whole, written) = (OrderItem.Write(new StoredOrder(changed, "hash")), Copy(item));
        string[] names = [OrderItem.Version, OrderItem.UpdatedAt, OrderItem.ChangeIds, OrderItem.Digest];
        foreach (var name in names.Concat(isCancelled ? [OrderItem.Status] : [OrderItem.Lines, OrderItem.Total]))
        {
            written[name] = whole[name];
        }

        Write(number, written);
        var after = OrderItem.Read(written).Stored?.Order;
        Trace.Add($"API {(isCancelled ? "cancels" : "amends")} {number}: {(after is null ? "what is invalid" : Text(after))}");
        if (before.IsAsWritten && after is not null)
        {
            Publish(before.Stored!.Order, after, random);
        }
    }

    private void Publish(Order? before, Order after, Random random)
    {
        if (random.Next(5) > 0)
        {
            _kinesis.Add(ChangeEvent.Write(OrderChange.Published(before, after)).ToArray());
            Trace.Add($"  and publishes it as {_kinesis.Count - 1}");
        }
    }

    private void Edit(int number, Random random)
    {
        if (_expired.Contains(number))
        {
            return;
        }

        _books.Touch(Some.Id(number));
        var past = _images.GetValueOrDefault(number) ?? [];
        var edited = _table.TryGetValue(number, out var item)
            ? AnotherWriter.Edited(item, past, _images.GetValueOrDefault(1 + random.Next(Orders)), random)
            : past.Count == 0 ? null : AnotherWriter.PutBack(past, random);
        if (edited == AnotherWriter.RemovedByTtl)
        {
            RemoveByTtl(number);
            return;
        }

        if (edited is null && item is null)
        {
            return;
        }

        if (edited is not null)
        {
            edited[OrderItem.Key] = new AttributeValue { S = Some.Id(number).ToString() };
        }

        var made = edited is null ? "nothing" : OrderItem.Read(edited) is { Stored.Order: { } order } ? Text(order) : "something invalid";
        Trace.Add($"another writer makes of {number}: {made}");
        Write(number, edited);
    }

    // Its time to live removes an order, which changes nothing that was counted. Only the API places one with its id again.
    private void RemoveByTtl(int number)
    {
        if (OrderItem.Read(_table[number]) is { Stored.Order: { } order })
        {
            var key = new DocumentKey(order.Lane, Minute.Of(order.PlacedAt));
            if (!_removed.TryGetValue(key, out var tally))
            {
                _removed.Add(key, tally = new Tally());
            }

            tally.Add(Tally.Of([order]));
        }

        Trace.Add($"the time to live removes {number}");
        Write(number, null, isByTtl: true);
        _expired.Add(number);
    }

    private void Write(int number, Dictionary<string, AttributeValue>? item, bool isByTtl = false)
    {
        var before = _table.GetValueOrDefault(number);
        if (item is null)
        {
            _table.Remove(number);
        }
        else
        {
            _table[number] = item;
            if (!_images.TryGetValue(number, out var images))
            {
                _images.Add(number, images = []);
            }

            images.Add(item);
        }

        // A write that changes nothing has no record (DynamoDB developer guide).
        if (before is not null && item is not null && WireRecords.Json(before) == WireRecords.Json(item))
        {
            return;
        }

        _books.Write(Some.Id(number), item is null ? null : OrderItem.Read(item).Stored?.Order);
        _sequence += 1 + _stream.Count % 3;
        var seconds = _now.ToUnixTimeMilliseconds() / 1000;
        var created = string.Create(CultureInfo.InvariantCulture, $"{seconds}{(_hasFractions ? $".{_now.Millisecond:D3}" : "")}");
        var eventId = _hasNumberedEvents ? $"{_stream.Count + 1}" : $"{_stream.Count * 7919:x32}";
        _stream.Add(WireRecords.Streamed(eventId, _sequence.ToString(CultureInfo.InvariantCulture), created, before, item, isByTtl));
        Trace.Add($"  record {_stream.Count - 1}, sequence number {_sequence}, created at {created}");
    }

    private void DeliverKinesis(Random random)
    {
        if (_kinesis.Count > 0)
        {
            var chosen = Enumerable.Range(0, 1 + random.Next(3)).Select(_ => random.Next(_kinesis.Count)).ToArray();
            Trace.Add($"Kinesis delivers {string.Join(", ", chosen)}");
            Commit(WireRecords.Read(chosen.Select(index => WireRecords.Published(_kinesis[index], index))), 0, random, mayFail: true);
        }
    }

    private void DeliverStream(Random random)
    {
        var count = Math.Min(_stream.Count - _position, 1 + random.Next(4));
        if (count == 0)
        {
            return;
        }

        Trace.Add($"the table stream delivers {_position} to {_position + count - 1}");
        // Another process may take the shard over, with what it remembers of the documents.
        if (Commit(WireRecords.Read(_stream.GetRange(_position, count)), random.Next(2) == 0 ? 1 : 3, random, mayFail: true))
        {
            _position += count;
        }
    }

    private void Replay(int replay, Random random)
    {
        var from = _replays[replay];
        var count = Math.Min(_position - from, 1 + random.Next(4));
        Trace.Add($"a process thought dead counts {from} to {from + count - 1} again");
        if (Commit(WireRecords.Read(_stream.GetRange(from, count)), 2, random, mayFail: true))
        {
            _replays[replay] += count;
        }

        if (_replays[replay] >= _position)
        {
            _replays.RemoveAt(replay);
        }
    }

    // As the analytics function does it: the documents in any order, those that orders move to afterwards, and what follows a move in
    // another part.
    private bool Commit(RecordBatch batch, int writer, Random random, bool mayFail)
    {
        var failed = new HashSet<int>();
        foreach (var part in DocumentBatch.InParts(batch.Changes, batch.Rows(), failed.Contains))
        {
            var (first, moved) = DocumentBatch.Sort(batch.Changes, part);
            foreach (var document in first.OrderBy(_ => random.Next()).Concat(moved.OrderBy(_ => random.Next())))
            {
                var rows = document with { Rows = [.. document.Rows.Where(row => !failed.Contains(row))] };
                if (mayFail && random.Next(12) == 0)
                {
                    Trace.Add($"  but not in {document.Key}");
                    failed.UnionWith(rows.Rows);
                }
                else
                {
                    _writers[writer].Commit(rows, random, Trace);
                }
            }
        }

        return failed.Count == 0;
    }

    private void HoldTable(string when)
    {
        var expected = _removed.ToDictionary(entry => entry.Key, entry => Sum(entry.Value));
        foreach (var item in _table.Values)
        {
            if (OrderItem.Read(item) is { Stored.Order: { } order })
            {
                var key = new DocumentKey(order.Lane, Minute.Of(order.PlacedAt));
                expected[key] = Sum(expected.GetValueOrDefault(key) ?? Nothing, Tally.Of([order]));
            }
        }

        foreach (var key in expected.Keys.Union(_documents.Keys))
        {
            var (is_, should) = (_documents.Read(key).Sum(), expected.GetValueOrDefault(key) ?? Nothing);
            if (!is_.Equals(should))
            {
                throw new CountingException(
                    $"At rest, {when}, the document {key} says {OrderBooks.Text(is_)}; the table says {OrderBooks.Text(should)}.");
            }
        }
    }

    private static Tally Sum(params Tally[] tallies)
    {
        var sum = new Tally();
        tallies.ToList().ForEach(tally => sum.Add(tally));
        return sum;
    }

    private static OrderLine Line(int number, Random random) => new($"sku-{number}", 1 + random.Next(9), 100 * random.Next(10));

    private static string Text(Order order) =>
        $"{order.Status} {order.Lines[0].Quantity} x {order.Lines[0].UnitPriceMinor} {order.Currency} in "
            + $"{order.Lane}/{order.PlacedAt:HH:mm:ss} "
        + $"[{string.Join(' ', order.ChangeIds.Select(id => $"{id}"[8..]))}]";

    internal static Dictionary<string, AttributeValue> Copy(Dictionary<string, AttributeValue> item) =>
        item.ToDictionary(entry => entry.Key, entry => Copy(entry.Value));

    private static AttributeValue Copy(AttributeValue value) => value switch
    {
        { M: { Count: > 0 } map } => new AttributeValue { M = Copy(map) },
        { L: { } list } => new AttributeValue { L = [.. list.Select(Copy)], IsLSet = true },
        { S: null, N: null } => value,
        _ => new AttributeValue { S = value.S, N = value.N },
    };
}

/// <summary>Something did not hold in a <see cref="CountingWorld"/>.</summary>
internal sealed class CountingException(string message) : Exception(message);
