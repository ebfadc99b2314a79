using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.Checking;
using Analytics.Simulation.DynamoDb;
using Analytics.Simulation.Injection;
using Analytics.Simulation.Reference;
using Analytics.Simulation.Running;
using Analytics.Simulation.Stack;
using Analytics.Simulation.Terms;
using Xunit;

namespace Analytics.Tests.Simulation;

/// <summary>What is held against answers that come while everything moves.</summary>
public sealed class MovingAnswerTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly SimulatedSystem _system;
    private readonly OrderHistory _history;
    private readonly ShopTerms _placed;
    private readonly ShopTerms _amended;
    private readonly ShopTerms _other;

    public MovingAnswerTests()
    {
        var marked = new MarkedTerms(new Random(1), tenUnits: false);
        _placed = marked.Terms(0, 0, null);
        _amended = marked.Terms(0, 1, _placed);
        _other = marked.Terms(1, 0, null);
        var injection = new FaultInjection(Faults.None, new RandomStreams(1));
        _system = new SimulatedSystem(
            new World(new RandomStreams(1), Noon), injection, new Shape(new RandomStreams(1), injection), GuardRemoval.None);
        _history = new OrderHistory(
            _system,
            [new ShopAction.Place(TimeSpan.Zero, 0, true, _placed), new ShopAction.Place(TimeSpan.Zero, 1, true, _other)]);
    }

    public void Dispose() => _system.Dispose();

    [Fact]
    public void An_answer_with_orders_that_there_are_is_right()
    {
        Put(0, _placed, 1);
        Put(1, _other, 1);

        Hold(Totals(0));
        Hold(Totals(1, _other));
        Hold(Totals(2, _placed, _other));
    }

    [Fact]
    public void An_order_that_was_not_in_the_table_yet_cannot_be_answered()
    {
        Put(0, _placed, 1);

        Assert.Contains("is no order of the range", Refusal(Totals(1, _other)), StringComparison.Ordinal);
        Assert.Contains("its states have", Refusal(Totals(1, _amended)), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_versions_of_an_order_or_one_twice_cannot_be_answered()
    {
        Put(0, _placed, 1);
        Put(0, _amended, 1, 2);

        Assert.Contains("its states have", Refusal(Totals(2, _placed, _amended)), StringComparison.Ordinal);
        Assert.Contains("its states have", Refusal(Totals(2, _placed, _placed)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_counted_or_seen_before_is_not_lost_again()
    {
        Put(0, _placed, 1);
        Put(0, _amended, 1, 2);
        var order = _history.Orders[0];

        Hold(Totals(1, _amended));

        Assert.Equal(1, order.Seen);
        Assert.Contains("was counted or seen before", Refusal(Totals(1, _placed)), StringComparison.Ordinal);
        Assert.Contains("was counted or seen before", Refusal(Totals(0)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_order_may_be_gone_and_stays_gone()
    {
        Put(0, _placed, 1);
        Hold(Totals(1, _placed));
        Put(0, _placed, "CANCELLED", 1, 2);

        Hold(Totals(1, _placed));
        Hold(Totals(0, cancelled: 1));

        Assert.Contains("was counted or seen before", Refusal(Totals(1, _placed)), StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_that_the_orders_do_not_have_cannot_be_answered()
    {
        Put(0, _placed, 1);

        Assert.Contains("it says 2 orders", Refusal(Totals(2, _placed)), StringComparison.Ordinal);
    }

    private static ulong Change(int number) => ((ulong)number << 32) | 7;

    private void Put(int number, ShopTerms terms, params int[] changes) => Put(number, terms, "PLACED", changes);

    private void Put(int number, ShopTerms terms, string status, params int[] changes)
    {
        var item = new Dictionary<string, AttributeValue>
        {
            ["orderId"] = new() { S = new Guid(number, 0, 0, new byte[8]).ToString() },
            ["customerId"] = new() { S = terms.CustomerId },
            ["version"] = new() { N = "1" },
            ["placedAt"] = new() { S = "2026-11-23T12:00:05.000Z" },
            ["updatedAt"] = new() { S = "2026-11-23T12:00:05.000Z" },
            ["placedIn"] = new() { S = "x" },
            ["status"] = new() { S = status },
            ["currency"] = new() { S = terms.Currency },
            ["changeIds"] = new() { L = [.. changes.Select(
                change => new AttributeValue { S = Change(change + 10 * number).ToString("x16", CultureInfo.InvariantCulture) })] },
            ["lines"] = new()
            {
                L = [.. terms.Lines.Select(line => new AttributeValue
                {
                    M = new Dictionary<string, AttributeValue>
                    {
                        ["sku"] = new() { S = line.Sku },
                        ["quantity"] = new() { N = line.Quantity.ToString(CultureInfo.InvariantCulture) },
                        ["unitPrice"] = new() { N = line.UnitPrice },
                    },
                })],
            },
        };
        _system.Orders.Replace(new ItemKey($"order-{number}", ""), item, Noon);
    }

    private void Hold(string body) => new MovingAnswer(_history, [.. _history.Orders.Select(order => order.Seen)])
        .Hold(new Question("totals", []), body, tenUnits: false);

    private string Refusal(string body) => Assert.Throws<CheckFailedException>(() => Hold(body)).Message;

    private static string Totals(int orders, params ShopTerms[] shown) => Totals(orders, 0, shown);

    private static string Totals(int orders, int cancelled, params ShopTerms[] shown)
    {
        var lines = shown.SelectMany(terms => terms.Lines.Select(
            line => (terms.Currency, line.Quantity, Price: decimal.Parse(line.UnitPrice, CultureInfo.InvariantCulture)))).ToList();
        var revenue = string.Join(
            ',', lines.GroupBy(line => line.Currency).Select(
            sum => $"\"{sum.Key}\":{sum.Sum(line => line.Quantity * line.Price).ToString(CultureInfo.InvariantCulture)}"));
        return $$"""
            {"from":"2026-11-23T12:00Z","to":"2026-11-23T12:01Z","orders":{{orders}},"cancelled":{{cancelled}},
             "units":{{lines.Sum(line => line.Quantity)}},"revenue":{ {{revenue}} } }
            """;
    }
}
