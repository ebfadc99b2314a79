using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.Checking;
using Analytics.Simulation.DynamoDb;

namespace Analytics.Simulation.Shop;

/// <summary>Does to orders what a history says, by the API or as another system that writes into the table.</summary>
internal sealed class Orderer(SimulatedSystem system, ShopClient client, ShopLedger ledger)
{
    // Beyond any request that may still be under way for it, so that a deleted order does not come back.
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(20);

    /// <summary>Does one thing. What cannot be done, as to an order that is not there, is left out.</summary>
    public async Task DoAsync(ShopAction action)
    {
        if (action is ShopAction.Place place)
        {
            ledger.Add(new PlacedOrder(place.Number, place.HasKey ? $"key-{place.Number}" : null, place.Terms));
        }

        if (ledger.Find(NumberOf(action)) is not { } order)
        {
            return;
        }

        if (action.IsLate)
        {
            system.Mischief.Count(Fault.LateChanges, action is ShopAction.Cancel ? Operation.Cancel : action is ShopAction.Amend ? Operation.Amend : Operation.Place);
        }

        order.Busy++;
        await DoAsync(action, order);
        order.Busy--;
        order.LastAt = system.World.Now;
    }

    private Task DoAsync(ShopAction action, PlacedOrder order)
    {
        switch (action)
        {
            case ShopAction.Place:
                return PlaceAsync(order);
            case ShopAction.Repeat { IsOther: false } when order.Key is not null:
                return PlaceAsync(order);

            // Before it is known to be placed, the other body might be the one that is.
            case ShopAction.Repeat { IsOther: true } when order is { Key: not null, Id: not null }:
                return RepeatOtherAsync(order);
            case ShopAction.Cancel when order.Id is not null:
                return CancelAsync(order);
            case ShopAction.Amend amend when order.Id is not null:
                return AmendAsync(order, amend.Terms);
            case ShopAction.Touch when order.Id is not null && Item(order) is { } item:
                system.Mischief.Count(Fault.Touches);
                Replace(order, new(item) { ["touched"] = new AttributeValue { S = system.World.Now.ToString("O") } });
                break;
            case ShopAction.Expire when IsIdle(order) && Item(order) is { } item:
                system.Mischief.Count(Fault.TimeToLive);
                ledger.Expired.Add(item);
                order.IsGone = true;
                Replace(order, null, byTimeToLive: true);
                break;
            case ShopAction.Delete when IsIdle(order) && Item(order) is not null:
                system.Mischief.Count(Fault.Deletions);
                order.IsGone = order.IsDeleted = true;
                Replace(order, null);
                break;
        }

        return Task.CompletedTask;
    }

    private async Task PlaceAsync(PlacedOrder order)
    {
        var answer = await client.PlaceAsync(order.Terms, order.Key);
        Note(order, answer);
        if (answer.Status == 200 && order.Number % 4 == 0)
        {
            await ShowAsync(order);
        }

        if (answer.Status is not (200 or 503))
        {
            throw new CheckFailedException($"Order {order.Number} was refused: {answer}");
        }
    }

    private async Task ShowAsync(PlacedOrder order)
    {
        var before = order.Answered!.Value.Version;
        var answer = await client.GetAsync(order.Id!);
        if (order.Terms.Mark is not null && answer.Status != 503 && (answer.Status != 200 || answer.Order().Version < before))
        {
            throw new CheckFailedException($"Order {order.Number} was answered with version {before}, and then with {answer}");
        }
    }

    private async Task RepeatOtherAsync(PlacedOrder order)
    {
        var answer = await client.PlaceAsync(order.Terms with { Lines = [.. order.Terms.Lines, new ShopLine("other", 1, "1")] }, order.Key);
        if (answer.Status is not (422 or 503))
        {
            throw new CheckFailedException($"Order {order.Number} was requested again with another body, and not refused: {answer}");
        }
    }

    private async Task CancelAsync(PlacedOrder order)
    {
        var answer = await client.CancelAsync(order.Id!);
        Note(order, answer);
        if (answer.Status is not (200 or 503))
        {
            throw new CheckFailedException($"The cancellation of order {order.Number} was refused: {answer}");
        }
    }

    private async Task AmendAsync(PlacedOrder order, ShopTerms terms) => Remember(await client.AmendAsync(order.Id!, terms));

    private void Remember(ApiAnswer answer)
    {
        if (answer.Change is { } change)
        {
            ledger.Changes.Add(change);
        }
    }

    private void Note(PlacedOrder order, ApiAnswer answer)
    {
        if (answer.Status != 200)
        {
            return;
        }

        Remember(answer);
        var (id, version) = answer.Order();
        if (order.Id is not null && order.Id != id)
        {
            throw new CheckFailedException($"Order {order.Number} was answered with two ids, {order.Id} and {id}.");
        }

        order.Id = id;
        order.Answered = order.Answered is { } before && before.Version >= version ? before : (version, answer.Body);
    }

    private bool IsIdle(PlacedOrder order) =>
        order is { Id: not null, Busy: 1 } && system.World.Now - order.LastAt > Idle;

    private Dictionary<string, AttributeValue>? Item(PlacedOrder order) => system.Orders.Find(new ItemKey(order.Id!, ""))?.Current;

    private void Replace(PlacedOrder order, Dictionary<string, AttributeValue>? item, bool byTimeToLive = false) =>
        system.Orders.Replace(new ItemKey(order.Id!, ""), item, system.World.Now, byTimeToLive);

    private static int NumberOf(ShopAction action) => action switch
    {
        ShopAction.Place place => place.Number,
        ShopAction.Repeat repeat => repeat.Number,
        ShopAction.Cancel cancel => cancel.Number,
        ShopAction.Amend amend => amend.Number,
        ShopAction.Touch touch => touch.Number,
        ShopAction.Expire expire => expire.Number,
        ShopAction.Delete delete => delete.Number,
        _ => throw new System.Diagnostics.UnreachableException($"{action} is not about an order."),
    };
}
