using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;
using Analytics.Storage;
using Analytics.Tests.Support;

namespace Analytics.Tests.Core.Tallies;

/// <summary>What another writer does to the items of the orders table: anything that the table allows.</summary>
internal static class AnotherWriter
{
    /// <summary>Stands for an item that its time to live removed.</summary>
    public static Dictionary<string, AttributeValue> RemovedByTtl { get; } = [];

    /// <summary>An item after an edit; null where it was deleted.</summary>
    /// <param name="item">The item.</param>
    /// <param name="past">Everything that it was.</param>
    /// <param name="other">Everything that another order was.</param>
    /// <param name="random">Decides what is done.</param>
    public static Dictionary<string, AttributeValue>? Edited(
        Dictionary<string, AttributeValue> item, List<Dictionary<string, AttributeValue>> past, List<Dictionary<string,
        AttributeValue>>? other, Random random)
    {
        var edited = CountingWorld.Copy(item);
        switch (random.Next(16))
        {
            case 0 or 1:
                return null;
            case 2 or 3:
                return PutBack(past, random);
            case 4 when other is not null:
                return CountingWorld.Copy(other[random.Next(other.Count)]);
            case 5:
                edited[OrderItem.Lines] = past[random.Next(past.Count)].GetValueOrDefault(OrderItem.Lines) ?? edited[OrderItem.Lines];
                break;
            case 6:
                edited[OrderItem.Status] = new AttributeValue { S = edited.GetValueOrDefault(OrderItem.Status)?.S == "PLACED" ? "CANCELLED"
                    : "PLACED" };
                break;
            case 7:
                edited[OrderItem.PlacedAt] = new AttributeValue { S = $"2026-11-23T12:0{random.Next(3)}:30.000Z" };
                break;
            case 8:
                edited[OrderItem.Currency] = new AttributeValue { S = random.Next(3) switch { 0 => "USD", 1 => "EUR", _ => "JPY" } };
                break;
            case 9:
                edited[OrderItem.Lane] = new AttributeValue { N = random.Next(4).ToString(CultureInfo.InvariantCulture) };
                break;
            case 10:
                edited.Remove(OrderItem.Lane);
                break;
            case 11 or 12:
                SetIds(edited, past, other, random);
                break;
            case 13:
                Break(edited, random);
                break;
            case 14 when random.Next(4) == 0:
                return RemovedByTtl;
            case 14:
                edited["note"] = new AttributeValue { S = $"{random.Next(3)}" };
                break;
            default:
                // Several things at once.
                edited = Edited(edited, past, other, random) is { Count: > 0 } once ? once : edited;
                return Edited(edited, past, other, random) is { Count: > 0 } twice ? twice : edited;
        }

        return edited;
    }

    /// <summary>An older copy, with its old change ids; perhaps as it was, perhaps changed on the way.</summary>
    public static Dictionary<string, AttributeValue> PutBack(List<Dictionary<string, AttributeValue>> past, Random random)
    {
        var old = CountingWorld.Copy(past[random.Next(2) == 0 ? past.Count - 1 : random.Next(past.Count)]);
        return random.Next(4) == 0 && Edited(old, past, null, random) is { Count: > 0 } edited ? edited : old;
    }

    // Dropped, set back, mixed up, of another order, doubled, one made up, one that is no id.
    private static void SetIds(
        Dictionary<string, AttributeValue> item, List<Dictionary<string, AttributeValue>> past, List<Dictionary<string,
        AttributeValue>>? other, Random random)
    {
        var ids = item.GetValueOrDefault(OrderItem.ChangeIds)?.L ?? [];
        switch (random.Next(8))
        {
            case 0:
                item.Remove(OrderItem.ChangeIds);
                return;
            case 1:
                ids = [];
                break;
            case 2:
                ids = [.. ids.SkipLast(1)];
                break;
            case 3:
                ids = [.. ids.AsEnumerable().Reverse()];
                break;
            case 4:
                ids = (random.Next(2) == 0 ? past : other ?? past)[0].GetValueOrDefault(OrderItem.ChangeIds)?.L ?? [];
                break;
            case 5:
                ids = [.. ids, .. ids];
                break;
            case 6 when OrderId.TryParse(item[OrderItem.Key].S, out var order):
                ids = [.. ids, new AttributeValue { S = ChangeId.Fresh(order, [], random).ToString() }];
                break;
            default:
                ids = [new AttributeValue { S = "no id" }, .. ids];
                break;
        }

        item[OrderItem.ChangeIds] = new AttributeValue { L = ids, IsLSet = true };
    }

    private static void Break(Dictionary<string, AttributeValue> item, Random random)
    {
        switch (random.Next(5))
        {
            case 0:
                item[OrderItem.Status] = new AttributeValue { S = "SHIPPED" };
                break;
            case 1:
                item.Remove(OrderItem.CustomerId);
                break;
            case 2:
                item[OrderItem.Lines] = new AttributeValue { L = [], IsLSet = true };
                break;
            case 3:
                item[OrderItem.PlacedAt] = new AttributeValue { S = Timestamps.Format(Some.At("12:00").AddDays(3)) };
                break;
            default:
                item[OrderItem.UpdatedAt] = new AttributeValue { N = "5" };
                break;
        }
    }
}
