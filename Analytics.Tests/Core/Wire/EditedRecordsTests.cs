using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Core.Wire;
using Analytics.Functions.Counting;
using Analytics.Storage;
using Analytics.Tests.Core.Tallies;
using Analytics.Tests.Support;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Core.Wire;

/// <summary>Records of items that another writer has edited are read the same by the fast parser and by the thorough reader.</summary>
public class EditedRecordsTests
{
    private static readonly string[] Versions = ["0", "-1", "1.5", "10001", "1000000000000001", "99999999999999999999999999999999999999"];
    private static readonly string[] Fractions = ["", ".5", ".987", ".001", ".98765"];

    [Fact]
    public void Images_are_read_the_same() =>
        Gen.Select(Gens.Histories, Gen.Int).Sample((histories, seed) =>
        {
            var random = new Random(seed);
            var items = histories.SelectMany(history => history)
                .Select(change => OrderItem.Write(new StoredOrder(IgnoredAttributes.WithDetails(change.After!, random), "hash"))).ToList();
            for (var index = 0; index < items.Count; index++)
            {
                HoldSame(Record(index, Edited(items[index], items, random), Edited(items[index], items, random), random));
            }
        }, iter: 300);

    // The very form that the API writes is read the fast way, or reading would cost many times as much.
    [Fact]
    public void What_the_API_wrote_is_read_the_fast_way() =>
        Gen.Select(Gens.History, Gen.Int).Sample((history, seed) =>
        {
            var random = new Random(seed);
            var after = OrderItem.Write(new StoredOrder(IgnoredAttributes.WithDetails(history[^1].After!, random), "hash"));
            var before = history[^1].Before is { } was
                ? OrderItem.Write(new StoredOrder(IgnoredAttributes.WithDetails(was, random), "hash"))
                : null;
            string[] names = ["note", OrderItem.Reference, OrderItem.Metadata, "shipping address"];
            foreach (var name in names.Where(_ => random.Next(3) == 0))
            {
                after[name] = IgnoredAttributes.Any(random);
                after[OrderItem.Lines].L[0].M[name] = IgnoredAttributes.Any(random);
            }

            var reader = new RecordReader();
            var record = WireRecords.Streamed("e", "9", "1480642020", before, after, isByTtl: false);

            return reader.TryRead(System.Text.Encoding.UTF8.GetBytes($$"""{"Records":[{{record}}]}""")) && reader.Records[0].Place == 0;
        });

    // Deeper than the fast parser follows, and in forms that only the general one tells apart.
    [Theory]
    [InlineData("""{"M":{"a":{"M":{"a":{"M":{"a":{"M":{"a":{"M":{"a":{"M":{"a":{"M":{"a":{"M":{"a":{"S":"x"}}}}}}}}}}}}}}}}}""")]
    [InlineData("""{"S":"\ud800"}""")]
    [InlineData("""{"S":"\udc00\ud800"}""")]
    [InlineData("""{"S":"\u00"}""")]
    [InlineData("""{"S":"\x"}""")]
    [InlineData("""{"S":"a","N":"1"}""")]
    [InlineData("""{"S":1}""")]
    [InlineData("""{"X":"a"}""")]
    [InlineData("""{"B":"AAA"}""")]
    [InlineData("""{"B":"====" }""")]
    [InlineData("""{"BOOL":"true"}""")]
    [InlineData("""{"BOOL":null}""")]
    [InlineData("""{"L":[{"S":"a"},]}""")]
    [InlineData("""{"L":{"S":"a"}}""")]
    [InlineData("""{"M":["a"]}""")]
    [InlineData("""{"SS":["a",1]}""")]
    [InlineData("""{"M":{"a":{"S":"x"}""")]
    [InlineData("""{}""")]
    [InlineData("""null""")]
    public void What_the_fast_parser_does_not_know_is_left_to_the_general_one(string attribute) =>
        Assert.False(IgnoredAttribute.TrySkip(System.Text.Encoding.UTF8.GetBytes($":{attribute},\"next\""), out _));

    [Theory]
    [InlineData("""{"S":"\ud83d\ude00 \" \\ \/ \u00e9"}""")]
    [InlineData("""{"M":{"a \" key":{"L":[{"NULL":true},{"BOOL":false}]},"b":{"M":{}}}}""")]
    [InlineData("""{"L":[]}""")]
    [InlineData("""{"BS":["AA==",""]}""")]
    [InlineData("""{"NS":["1","2"]}""")]
    public void An_attribute_of_any_type_is_skipped_to_its_end(string attribute)
    {
        Assert.True(IgnoredAttribute.TrySkip(System.Text.Encoding.UTF8.GetBytes($":{attribute},\"next\""), out var length));
        Assert.Equal(attribute.Length + 1, length);
    }

    private static Dictionary<string, AttributeValue>? Edited(
        Dictionary<string, AttributeValue> item, List<Dictionary<string, AttributeValue>> others, Random random)
    {
        if (random.Next(3) == 0)
        {
            return item;
        }

        var edited = AnotherWriter.Edited(item, others, others, random);
        if (edited is not { Count: > 0 })
        {
            return null;
        }

        // A write keeps the key; a copy of another order brings that one's change ids.
        edited = CountingWorld.Copy(edited);
        edited[OrderItem.Key] = item[OrderItem.Key];
        if (random.Next(2) == 0)
        {
            edited[OrderItem.Version] = new AttributeValue { N = Versions[random.Next(Versions.Length)] };
        }

        foreach (var name in new[] { "note", OrderItem.Reference, OrderItem.Metadata, OrderItem.Total }.Where(_ => random.Next(6) == 0))
        {
            edited[name] = IgnoredAttributes.Any(random);
        }

        if (random.Next(4) == 0 && edited.GetValueOrDefault(OrderItem.Lines)?.L is { Count: > 0 } lines)
        {
            lines[^1].M[random.Next(2) == 0 ? OrderItem.Name : "note"] = IgnoredAttributes.Any(random);
        }

        if (random.Next(8) == 0)
        {
            edited[OrderItem.Lane] = random.Next(4) switch
            {
                0 => new AttributeValue { S = "1" },
                1 => new AttributeValue { N = "256" },
                2 => new AttributeValue { N = "-1" },
                _ => new AttributeValue { N = "1.5" },
            };
        }

        if (random.Next(8) == 0)
        {
            edited[OrderItem.ChangeIds] = random.Next(3) switch
            {
                0 => new AttributeValue { S = "none" },
                1 => new AttributeValue { L = [new AttributeValue { N = "5" }], IsLSet = true },
                _ => Ids(item, 33),
            };
        }

        if (random.Next(8) == 0)
        {
            edited[OrderItem.PlacedAt] = new AttributeValue
            {
                S = Timestamps.Format(Some.At("12:00").AddDays(random.Next(3)).AddMilliseconds(random.Next(3) - 1)),
            };
        }

        return edited;
    }

    private static AttributeValue Ids(Dictionary<string, AttributeValue> item, int count) => new()
    {
        L = [.. Enumerable.Range(1, count).Select(
            number => OrderId.TryParse(item[OrderItem.Key].S, out var id) ? $"{Some.Change(id, number)}" : "")
            .Select(id => new AttributeValue { S = id })],
        IsLSet = true,
    };

    private static string? Record(
        int number, Dictionary<string, AttributeValue>? before, Dictionary<string, AttributeValue>? after, Random random) =>
        before is null && after is null
            ? null
            : WireRecords.Streamed(
                string.Create(CultureInfo.InvariantCulture, $"{number:x32}"), string.Create(
                    CultureInfo.InvariantCulture, $"{random.NextInt64()}"),
                $"1480642020{Fractions[random.Next(Fractions.Length)]}", before, after, isByTtl: random.Next(20) == 0);

    private static void HoldSame(string? record)
    {
        if (record is null)
        {
            return;
        }

        var batch = WireRecords.Read([record]);
        var thorough = StreamEventParser.ReadOne(System.Text.Encoding.UTF8.GetBytes(record));
        var reason = thorough.Parsed switch
        {
            ParsedChange.Rejected(var why) => why,
            ParsedChange.Accepted(_, var objection) => objection,
            _ => null,
        };
        Assert.Equal(reason, batch.RejectionOf(0));
        if (thorough.Parsed is ParsedChange.Accepted(var change, _))
        {
            HoldSame(change.Flat(), batch.Changes[batch.RowOf(0)]);
        }
        else
        {
            Assert.True(batch.RowOf(0) < 0);
        }
    }

    private static void HoldSame(Change expected, Change read)
    {
        var (plain, data) = (expected.Data, read.Data);
        Assert.Equal(
            (expected.From, expected.To, expected.RevenueMinor, expected.PlacedIn), (read.From, read.To, read.RevenueMinor, read.PlacedIn));

        // The thorough reader has the time from a floating-point number.
        Assert.True((expected.ChangedAt - read.ChangedAt).Duration() <= TimeSpan.FromMilliseconds(1),
            $"{expected.ChangedAt:O}, {read.ChangedAt:O}");
        Assert.Equal((plain.Id, plain.Previous, plain.RecordId, plain.Position), (data.Id, data.Previous, data.RecordId, data.Position));
        Assert.Equal(expected.IdsBefore.ToArray(), read.IdsBefore.ToArray());
        Assert.Equal(expected.IdsAfter.ToArray(), read.IdsAfter.ToArray());
        Assert.All(new[] { expected.From, expected.To }.OfType<DocumentKey>(), key =>
        {
            var (tally, sums) = (new Tally(), new Tally());
            expected.AddTo(tally, key);
            read.AddTo(sums, key);
            Assert.Equal(tally, sums);
        });
    }
}
