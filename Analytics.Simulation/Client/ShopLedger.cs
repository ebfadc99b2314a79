using Amazon.DynamoDBv2.Model;

namespace Analytics.Simulation.Client;

/// <summary>What the shop knows it did.</summary>
internal sealed class ShopLedger
{
    private readonly Dictionary<int, PlacedOrder> _orders = [];

    public IReadOnlyCollection<PlacedOrder> Orders => _orders.Values;

    /// <summary>Orders as they stood when their time to live was over: nothing of them is taken back.</summary>
    public List<Dictionary<string, AttributeValue>> Expired { get; } = [];

    /// <summary>The newest changes that the API named, as its header has them.</summary>
    public List<string> Changes { get; } = [];

    public void Add(PlacedOrder order) => _orders.Add(order.Number, order);

    /// <summary>An order that can still be changed; null where there is none.</summary>
    public PlacedOrder? Find(int number) => _orders.GetValueOrDefault(number) is { IsExpired: false } order ? order : null;
}
