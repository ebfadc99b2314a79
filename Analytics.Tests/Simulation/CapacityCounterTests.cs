using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.DynamoDb;
using Xunit;

namespace Analytics.Tests.Simulation;

/// <summary>The units are those of DynamoDB's developer guide, "Capacity unit consumption".</summary>
public class CapacityCounterTests
{
    private readonly CapacityCounter _meter = new();

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(0, 1024, 1)]
    [InlineData(0, 1025, 2)]
    [InlineData(2049, 1, 3)]
    [InlineData(100, 0, 1)]
    public void A_write_costs_a_unit_for_each_KB_of_the_larger_item(int before, int after, int units)
    {
        _meter.Written(Item(before), Item(after));

        Assert.Equal((units, 0), (_meter.WriteUnits, _meter.Conflicts));
    }

    [Fact]
    public void A_transaction_costs_twice_as_much_and_is_one_conflict_if_it_is_cancelled()
    {
        _meter.WrittenInTransaction(null, Item(1025));
        _meter.WrittenInTransaction(Item(100), null);
        _meter.TransactionCancelled();

        Assert.Equal((6, 1), (_meter.WriteUnits, _meter.Conflicts));
    }

    [Fact]
    public void A_failed_condition_costs_what_the_stored_item_weighs()
    {
        _meter.ConditionFailed(null);
        _meter.ConditionFailed(Item(3000));

        Assert.Equal((4, 2), (_meter.WriteUnits, _meter.Conflicts));
    }

    [Theory]
    [InlineData(0, true, 1)]
    [InlineData(4096, true, 1)]
    [InlineData(4097, true, 2)]
    [InlineData(4097, false, 1)]
    [InlineData(1, false, 0.5)]
    public void A_read_costs_a_unit_for_each_4_KB_and_half_if_it_is_eventually_consistent(int bytes, bool isConsistent, double units)
    {
        _meter.Read(bytes, isConsistent);
        _meter.Read(Item(bytes), isConsistent);

        Assert.Equal(2 * units, _meter.ReadUnits);
    }

    // The name of its attribute is one of its bytes.
    private static Dictionary<string, AttributeValue>? Item(int bytes) =>
        bytes == 0 ? null : new() { ["a"] = new AttributeValue { S = new string('x', bytes - 1) } };
}
