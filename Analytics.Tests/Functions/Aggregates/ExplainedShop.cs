using Amazon.DynamoDBv2.Model;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Storage;
using Analytics.Tests.Operations.Comparison;
using Analytics.Tests.Support;

namespace Analytics.Tests.Functions.Aggregates;

/// <summary>
/// Random orders of a morning: amended, refunded and cancelled ones, and those that other writers made, moved, broke or deleted.
/// </summary>
internal sealed class ExplainedShop(ShopTables shop, int seed)
{
    private static readonly string[] Skus = ["tea", "mug", "Zimtstern", "a b"];
    private static readonly Currency[] Currencies = [Some.Usd, Some.Eur, Some.Jpy];

    private readonly Random _random = new(seed);
    private int _records;

    public async Task AddAsync(int orders)
    {
        for (var number = 1; number <= orders; number++)
        {
            var order = Order(number);
            switch (_random.Next(12))
            {
                case 0:
                    await EditAsync(null, order with { ChangeIds = [] }, item => item.Remove(OrderItem.PlacedIn));
                    break;
                case 1:
                    await EditAsync(
                        null, order with { ChangeIds = [] }, item => item[OrderItem.PlacedIn] = new AttributeValue("elsewhere"));
                    break;
                case 2:
                    var before = order with { PlacedAt = order.PlacedAt.AddDays(-1) };
                    await shop.CountAsync(Some.Placed(before));
                    await EditAsync(before, order,
                        item => item[OrderItem.PlacedIn] = OrderItem.Write(new StoredOrder(before, "hash"))[OrderItem.PlacedIn]);
                    break;
                case 3:
                    await shop.CountAsync(Some.Placed(order));
                    await EditAsync(order, null, item => item[OrderItem.Currency] = new AttributeValue("XXX"), order);
                    break;
                case 4:
                    await shop.CountAsync(Some.Placed(order));
                    await shop.CountAsync(ChangeSource.TableStream, Some.Streamed(order, null, ++_records));
                    break;
                default:
                    await ByApiAsync(order);
                    break;
            }
        }
    }

    private async Task ByApiAsync(Order order)
    {
        await shop.CountAsync(Some.Placed(order));
        if (_random.Next(3) == 0)
        {
            var amended = order.Amend(Some.Change(order.Id, 2), order.UpdatedAt.AddSeconds(1), Lines());
            await shop.CountAsync(OrderChange.Published(order, amended));
            order = amended;
        }

        if (_random.Next(4) == 0)
        {
            await shop.CountAsync(Some.Cancelled(order));
            order = Some.Cancel(order);
        }

        await shop.StoreAsync(order);
    }

    // A change by another writer, as the table stream carries it. `after` is null for an item that is no valid order any more.
    private async Task EditAsync(Order? before, Order? after, Action<Dictionary<string, AttributeValue>> edit, Order? written = null)
    {
        var item = OrderItem.Write(new StoredOrder(after ?? written!, "hash"));
        edit(item);
        await shop.StoreAsync(item);
        await shop.CountAsync(ChangeSource.TableStream, Some.Streamed(before, after, ++_records));
    }

    private Order Order(int number) => Some.Order(number, currency: Currencies[_random.Next(3)], lines: Lines()) with
    {
        PlacedAt = Some.At("08:00").AddSeconds(_random.Next(5 * 3600)),
        UpdatedAt = Some.At("08:00"),
        Lane = _random.Next(4),
        Reference = number % 2 == 0 ? $"A-{number}" : null,
        ShippingMinor = _random.Next(2) * 495,
        TaxMinor = _random.Next(2) * 130,
    };

    private OrderLine[] Lines() =>
    [
        .. Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => new OrderLine(
            Skus[_random.Next(Skus.Length)], 2 + _random.Next(5), 100 + _random.Next(900))
        {
            DiscountMinor = _random.Next(2) * 50, RefundedMinor = _random.Next(2) * 70, Returned = _random.Next(2),
        }),
    ];
}
