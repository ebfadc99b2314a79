using Amazon.DynamoDBv2.Model;

namespace Analytics.Simulation.Client;

/// <summary>The shop's record of what it did.</summary>
internal sealed class ShopLedger
{
    private readonly Dictionary<int, PlacedOrder> _orders = [];

    public IReadOnlyCollection<PlacedOrder> Orders => _orders.Values;

    /// <summary>Orders as they were when TTL removed them. They stay counted.</summary>
    public List<Dictionary<string, AttributeValue>> Expired { get; } = [];

    /// <summary>The changes named in the API's <c>Order-Change</c> headers, newest last.</summary>
    public List<string> Changes { get; } = [];

    public void Add(PlacedOrder order) => _orders.Add(order.Number, order);

    /// <summary>An order that can still be changed; null if there is none.</summary>
    public PlacedOrder? Find(int number) => _orders.GetValueOrDefault(number) is { IsExpired: false } order ? order : null;
}
