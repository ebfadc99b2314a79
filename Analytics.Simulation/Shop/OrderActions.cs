using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Functions.Orders;
using Analytics.Simulation.Client;
using Analytics.Simulation.DynamoDb;
using Analytics.Simulation.DynamoDb.Values;
using Analytics.Simulation.Injection;
using Analytics.Simulation.Reference;
using Analytics.Simulation.Running;
using Analytics.Simulation.Stack;
using Analytics.Simulation.Terms;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace Analytics.Simulation.Shop;

/// <summary>Applies the actions of a history to orders, through the API or as another system that writes to the table.</summary>
internal sealed class OrderActions(SimulatedSystem system, ShopClient client, ShopLedger ledger, SimulatedProcess process)
{
    /// <summary>Applies one action. Skips an action that is impossible, such as one on a missing order.</summary>
    public async Task DoAsync(ShopAction action)
    {
        if (action is ShopAction.Place place)
        {
            ledger.Add(new PlacedOrder(place.Number, place.HasKey ? $"key-{place.Number}" : null, Dated(place)));
        }

        if (action is ShopAction.Import import)
        {
            ledger.Add(new PlacedOrder(import.Number, null, import.Terms));
        }

        if (ledger.Find(NumberOf(action)) is not { } order)
        {
            return;
        }

        if (action.IsLate)
        {
            system.FaultInjection.Count(Fault.LateChanges, action switch
            {
                ShopAction.Cancel => Operation.Cancel,
                ShopAction.Amend => Operation.Amend,
                ShopAction.Refund => Operation.Refund,
                _ => Operation.Place,
            });
        }

        await DoAsync(action, order);
    }

    private Task DoAsync(ShopAction action, PlacedOrder order)
    {
        switch (action)
        {
            case ShopAction.Place:
                return PlaceAsync(order);
            case ShopAction.Repeat { IsOther: false } when order.Key is not null:
                return PlaceAsync(order);

            // Until the order is known to be placed, the API might accept the other body instead.
            case ShopAction.Repeat { IsOther: true } when order is { Key: not null, Id: not null }:
                return RepeatOtherAsync(order);
            case ShopAction.Cancel when order.Id is not null:
                return CancelAsync(order);
            case ShopAction.Amend amend when order.Id is not null:
                return AmendAsync(order, amend.Terms);
            case ShopAction.Refund refund when order.Id is not null:
                return RefundAsync(order, refund);
            case ShopAction.ChangeOften often when order.Id is not null:
                return ChangeOftenAsync(order, often);
            case ShopAction.Look when order.Id is not null:
                return LookAsync(order);
            case ShopAction.PlaceAgain when order is { Key: not null, Id: not null }:
                system.FaultInjection.CountIf(Fault.PlacedAgain, Item(order) is null);
                return PlaceAsync(order);
            case ShopAction.Touch when order.Id is not null && Item(order) is { } item:
                Replace(order, new(item) { ["touched"] = new AttributeValue { S = system.World.Now.ToString("O") } }, Fault.Touches);
                break;
            case ShopAction.Expire when order.Id is not null && Item(order) is { } item:
                ledger.Expired.Add(item);
                order.IsExpired = order.IsEdited = true;
                Replace(order, null, Fault.TimeToLive, byTimeToLive: true);
                break;
            case not ShopAction.Repeat:
                EditByHand(action, order);
                break;
        }

        return Task.CompletedTask;
    }

    // Edits by other writers are atomic: a DynamoDB update is one step, and so is a put.
    private void EditByHand(ShopAction action, PlacedOrder order)
    {
        if (action is ShopAction.Import import)
        {
            Import(import, order);
        }

        if (order.Id is null)
        {
            return;
        }

        var backups = system.ItemHistory.Backups(order.Id);
        switch (action, Item(order))
        {
            case (ShopAction.Edit edit, { } item) when
                Editor.Edited(edit.What, item, backups, Item(edit.Draw), new Random(edit.Draw)) is { } edited:
                Replace(order, edited, edit.What);
                break;
            case (ShopAction.Mend, { } item) when
                TrueOrder.Read(item) is null
                    && (backups.LastOrDefault(backup => TrueOrder.Read(backup) is not null) ?? order.Intended) is { } valid:
                Replace(order, Editor.Mended(item, valid));
                break;
            case (ShopAction.ReplaceByAnother replace, { } item) when ledger.Find(replace.Other) is { Id: not null } other
                && Item(other) is { } content:
                Replace(order, Editor.Replaced(item, content, replace.WithIds), Fault.ReplacedByAnother);
                break;
            case (ShopAction.ReplaceByBackup replace, { }):
                Replace(order, new Random(replace.Draw).Of(backups), Fault.ReplacedByBackup);
                break;
            case (ShopAction.Delete, { }):
                Replace(order, null, Fault.Deletions);
                break;
            case (ShopAction.PutBack putBack, null) when backups.Count > 0:
                var random = new Random(putBack.Draw);
                Replace(order, random.Next(3) == 0 ? random.Of(backups) : backups[^1], Fault.PutBack);
                break;
        }
    }

    private void Import(ShopAction.Import import, PlacedOrder order)
    {
        var random = new Random(import.Draw);
        order.Intended = Editor.Imported(import.Terms, system.World.Now, Item(import.Draw), random);
        order.Id = order.Intended["orderId"].S;
        Replace(order, import.IsValid ? order.Intended : Editor.Spoilt(order.Intended, random),
            import.IsValid ? Fault.Imports : Fault.InvalidImports);
    }

    private ShopTerms Dated(ShopAction.Place place)
    {
        if (place.Ago == TimeSpan.Zero)
        {
            return place.Terms;
        }

        system.FaultInjection.Count(Fault.BackDated, Operation.Place);
        return place.Terms with { PlacedAt = (system.Shape.Start + place.At - place.Ago).ToMilliseconds() };
    }

    private async Task PlaceAsync(PlacedOrder order)
    {
        var since = system.World.Now;
        var answer = await client.PlaceAsync(order.Terms, order.Key);
        Note(order, answer);
        Judge(order, "placed", answer, since, status => WhenPlaced(order.Terms, status));
        if (answer.Status == 200 && order.Number % 4 == 0)
        {
            await LookAsync(order);
        }
    }

    private async Task RepeatOtherAsync(PlacedOrder order)
    {
        var since = system.World.Now;
        var terms = order.Terms with { CustomerId = $"{order.Terms.CustomerId} and another" };
        var answer = await client.PlaceAsync(terms, order.Key);
        Judge(order, "requested with another body", answer, since, status => WhenPlaced(terms, status));
    }

    private async Task CancelAsync(PlacedOrder order)
    {
        var since = system.World.Now;
        var answer = await client.CancelAsync(order.ApiId);
        Note(order, answer);
        Judge(order, "cancelled", answer, since, status => status switch
        {
            200 => item => item is not null && TrueOrder.Read(item) is { IsCancelled: true },
            _ => WhenSought(status),
        });
    }

    private async Task LookAsync(PlacedOrder order)
    {
        var (since, before) = (system.World.Now, order.Answered);
        var answer = await client.GetAsync(order.ApiId);
        Judge(order, "asked for", answer, since, WhenSought);
        if (order.Terms.Mark is not null && answer.Status == 200 && answer.Order().Version < before?.Version)
        {
            throw new CheckFailedException($"Order {order.Number} was answered with {before}, and then with {answer}");
        }
    }

    // The condition that the item must have met at some moment of a request answered with this status.
    private static Func<Item?, bool>? WhenSought(int status) => status switch
    {
        200 => item => item is not null && TrueOrder.Read(item) is not null,
        404 => item => item is null,
        409 => item => item is not null && TrueOrder.Read(item) is null,
        _ => null,
    };

    private static Func<Item?, bool>? WhenPlaced(ShopTerms terms, int status) => status switch
    {
        200 => item => item is null || (TrueOrder.Read(item) is not null && IsRequestOf(item, terms)),
        422 => item => item is not null && TrueOrder.Read(item) is not null && !IsRequestOf(item, terms),
        404 => null,
        _ => WhenSought(status),
    };

    private static bool IsRequestOf(Item item, ShopTerms terms) =>
        item.GetValueOrDefault("requestHash")?.S == RequestHash.Of(Checked(terms));

    private void Judge(PlacedOrder order, string what, ClientResponse answer, DateTimeOffset since, Func<int, Func<Item?, bool>?> when)
    {
        var isRight = answer.Status == 503
            || (order.Id is null || when(answer.Status) is not { } condition
                ? answer.Status == 200
                : system.ItemHistory.Between(order.ApiId, since, system.World.Now).Any(condition));
        if (!isRight)
        {
            throw new CheckFailedException(
                $"Order {order.Number} ({order.Id}) was {what}, and the answer does not fit what it was then: {answer}");
        }
    }

    private async Task<bool> AmendAsync(PlacedOrder order, ShopTerms terms)
    {
        var since = system.World.Now;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(terms.LinesJson()));
        var key = hash[0] % 2 == 0 ? Convert.ToHexString(hash) : null;
        var answer = await client.AmendAsync(order.ApiId, terms, key);
        Remember(answer);
        Judge(order, "amended", answer, since, status => status switch
        {
            // The price has too many decimals for a currency that another writer has given the order.
            400 => item => item is not null && TrueOrder.Read(item) is { } read && read.Currency != terms.Currency,
            409 => item => item is not null && (TrueOrder.Read(item) is not { IsCancelled: false } read || IsRefunded(read)),
            _ => WhenSought(status),
        });
        return answer.Status == 200;
    }

    private async Task RefundAsync(PlacedOrder order, ShopAction.Refund refund)
    {
        var since = system.World.Now;
        var restock = refund.Restock ? "true" : "false";
        var body = refund.Amount > 0
            ? $$"""{"amount":{{refund.Amount}}}"""
            : $$"""{"lines":[{"sku":"{{order.Terms.Lines[0].Sku}}","quantity":1}],"restock":{{restock}}}""";
        var answer = await client.RefundAsync(order.ApiId, body, refund.HasKey ? $"refund of {order.Number} at {refund.At}" : null);
        Remember(answer);
        Judge(order, "refunded", answer, since, status => status switch
        {
            200 => item => item is not null && TrueOrder.Read(item) is { } read && IsRefunded(read),

            // The first item may be gone, or nothing left of the order.
            400 or 409 => item => item is not null,
            _ => WhenSought(status),
        });
    }

    private static bool IsRefunded(TrueOrder order) => order.Lines.Any(line => line.Refunded > 0 || line.Returned > 0);

    private void Remember(ClientResponse answer)
    {
        if (answer.Change is { } change)
        {
            ledger.Changes.Add(change);
        }
    }

    private async Task ChangeOftenAsync(PlacedOrder order, ShopAction.ChangeOften often)
    {
        var done = 0;
        for (var time = 1; time <= often.Times; time++)
        {
            var quantity = time;
            var terms = order.Terms with { Lines = [.. order.Terms.Lines.Select(line => line with { Quantity = quantity })] };
            done += await AmendAsync(order, terms) ? 1 : 0;
            await Task.Delay(often.Pace, process.Time);
        }

        if (done > OrderRules.MaxChangeIds)
        {
            system.FaultInjection.Count(Fault.ManyChanges, Operation.Amend);
        }
    }

    private void Note(PlacedOrder order, ClientResponse answer)
    {
        if (answer.Status != 200)
        {
            return;
        }

        Remember(answer);
        var (id, version) = answer.Order();
        if (order.Id is not null && order.ApiId != id)
        {
            throw new CheckFailedException($"Order {order.Number} was answered with two ids, {order.Id} and {id}.");
        }

        order.Id ??= id;
        order.Answered = order.Answered is { } before && before.Version >= version ? before : (version, answer.Body);
    }

    private Item? Item(PlacedOrder order) => order.Id is null ? null : system.Orders.Find(new ItemKey(order.Id, ""))?.Current;

    // Any existing order of the shop; the same number gives the same order.
    private Item? Item(int draw) => ledger.Orders.Count == 0 ? null : Item(ledger.Orders.ElementAt(draw % ledger.Orders.Count));

    private void Replace(PlacedOrder order, Item? item, Fault? fault = null, bool byTimeToLive = false)
    {
        var key = new ItemKey(order.Id!, "");
        var before = system.Orders.Find(key)?.Current;
        order.IsEdited |= fault != Fault.Touches;
        if (fault is { } struck)
        {
            system.FaultInjection.CountIf(struck, new TableChange(key, before, item, byTimeToLive).IsAny);
        }

        if (item is not null)
        {
            system.Orders.AssertFits(item);
        }

        if (system.World.IsTold)
        {
            system.World.Tell("by hand", $"order {order.Number} ({order.Id}): {(item is null ? "nothing" : Describe(before, item))}");
        }

        system.Orders.Replace(key, item, system.World.Now, byTimeToLive);
    }

    private static string Describe(Item? before, Item item) => string.Join(", ", item.Keys.Union((before ?? item).Keys)
        .Where(name => before is null || !before.TryGetValue(name, out var was) || !item.TryGetValue(name, out var value)
            || !Items.AreEqual(was, value))
        .Select(name => $"{name} = {(item.TryGetValue(name, out var value) ? Describe(value) : "nothing")}"));

    private static string Describe(AttributeValue value) => value switch
    {
        { S: { } text } => $"'{text}'",
        { N: { } number } => number,
        { IsLSet: true } => $"[{string.Join(", ", value.L.Select(Describe))}]",
        { IsMSet: true } => $"({string.Join(", ", value.M.Select(pair => $"{pair.Key} {Describe(pair.Value)}"))})",
        _ => "?",
    };

    private static OrderTerms Checked(ShopTerms terms)
    {
        using var json = JsonDocument.Parse(Encoding.UTF8.GetBytes(terms.Json()));
        return OrderRequestReader.Read(json.RootElement, OrderDimensions.Default, new FieldErrors())
            .CheckNewTerms(new FieldErrors(), terms.PlacedAt ?? default)!;
    }

    private static int NumberOf(ShopAction action) => action switch
    {
        ShopAction.Place place => place.Number,
        ShopAction.Repeat repeat => repeat.Number,
        ShopAction.Cancel cancel => cancel.Number,
        ShopAction.Amend amend => amend.Number,
        ShopAction.Refund refund => refund.Number,
        ShopAction.ChangeOften often => often.Number,
        ShopAction.Touch touch => touch.Number,
        ShopAction.Expire expire => expire.Number,
        ShopAction.Delete delete => delete.Number,
        ShopAction.Edit edit => edit.Number,
        ShopAction.Mend mend => mend.Number,
        ShopAction.ReplaceByAnother replace => replace.Number,
        ShopAction.ReplaceByBackup replace => replace.Number,
        ShopAction.PutBack putBack => putBack.Number,
        ShopAction.PlaceAgain place => place.Number,
        ShopAction.Import import => import.Number,
        ShopAction.Look look => look.Number,
        _ => throw new System.Diagnostics.UnreachableException($"{action} is not about an order."),
    };
}
