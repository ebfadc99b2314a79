using System.Text;
using System.Text.Json;
using Amazon.Lambda.Core;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Functions.Orders;
using Analytics.Simulation.Terms;
using Analytics.Storage;

namespace Analytics.Simulation.Lambda;

/// <summary>Amends orders with the product's own order store and publishes the changes as the product does.</summary>
internal sealed class Amender(IOrderStore store, IOrderEventPublisher publisher, Random random, TimeProvider time)
{
    /// <summary>Replaces an order's lines, unless the order is missing, cancelled or in another currency.</summary>
    public async Task<ApiAnswer> AmendAsync(string id, ShopTerms terms, ILambdaContext context)
    {
        var found = OrderId.TryParse(id, out var orderId) ? await store.FindAsync(orderId, CancellationToken.None) : null;
        while (found is { Stored.Order: { Status: OrderStatus.Placed } order } && order.Currency.Code == terms.Currency)
        {
            var change = ChangeId.Fresh(orderId, order.ChangeIds, random);
            var amended = order.Changed(change, time.GetUtcNow().ToMilliseconds()) with { Lines = Lines(terms) };
            var update = await store.TryUpdateAsync(found, found.Stored with { Order = amended }, CancellationToken.None);
            if (update is not OrderUpdate.Written(var before, var after))
            {
                found = ((OrderUpdate.Lost)update).Current;
                continue;
            }

            if (before is { IsAsWritten: true, Stored: not null } && after.Stored is not null)
            {
                await publisher.PublishAsync(OrderChange.Published(before.Stored.Order, after.Stored.Order), context.Logger.LogLine);
            }

            return new ApiAnswer(200, "") { Change = after.Stored is { } stored ? ChangeToken.Of(stored.Order).ToString() : null };
        }

        return new ApiAnswer(409, "");
    }

    private static IReadOnlyList<OrderLine> Lines(ShopTerms terms)
    {
        using var json = JsonDocument.Parse(Encoding.UTF8.GetBytes(terms.Json()));
        return OrderReader.Read(json.RootElement, new FieldErrors()).CheckTerms(new FieldErrors())!.Lines;
    }
}
