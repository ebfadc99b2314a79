using Analytics.Core.Changes;
using Analytics.Core.Orders;

namespace Analytics.Core.Wire;

/// <summary>Puts orders and changes that were read field by field into a table, as far as they obey the rules. Not thread-safe.</summary>
internal sealed class OrderRows(ChangeTable table)
{
    private readonly SkuTable _skus = new();
    private readonly TimeReader _times = new();

    /// <summary>Reads a time, in milliseconds since the Unix epoch.</summary>
    public bool TryReadTime(ReadOnlySpan<byte> utf8, out long milliseconds) => _times.TryRead(utf8, out milliseconds);

    /// <summary>How many lines there are, to begin an order with.</summary>
    public int LineCount => table.LineCount;

    /// <summary>Adds a line of the order that is being read.</summary>
    public bool TryAddLine(ReadOnlySpan<byte> sku, ReadOnlySpan<byte> quantity, ReadOnlySpan<byte> unitPrice, Currency currency)
    {
        if (!_skus.TryFind(sku, out var name, out var hash) || !OrderText.TryReadQuantity(quantity, out var pieces)
            || !OrderText.TryReadPrice(unitPrice, currency, out var price))
        {
            return false;
        }

        AddLine(name, hash, sku.Length, pieces, price);
        return true;
    }

    /// <summary>Finds the SKU that some bytes spell, with its hash.</summary>
    public bool TryFindSku(ReadOnlySpan<byte> utf8, out string name, out int hash) => _skus.TryFind(utf8, out name, out hash);

    /// <summary>Adds a line of the order that is being read; everything in it obeys the rules.</summary>
    public void AddLine(string sku, int hash, int skuBytes, long quantity, long unitPriceMinor)
    {
        ref var line = ref table.AddLine();
        line.Sku = sku;
        line.Hash = hash;
        line.SkuBytes = skuBytes;
        line.Quantity = quantity;
        line.TotalMinor = quantity * unitPriceMinor;
    }

    /// <summary>Adds a change by which an order came to stand as it does, if the two follow each other.</summary>
    /// <param name="before">How it stood; with a version of 0 where it was placed.</param>
    /// <param name="after">How it stands; with a version of 0 where it was deleted.</param>
    public bool TryAdd(in ReadOrder before, in ReadOrder after)
    {
        var follows = before.Version == 0
            ? after.Version == 1
            : after.Version == 0 || (before.Id == after.Id && after.Version == before.Version + 1 && before.PlacedAt == after.PlacedAt);
        if (!follows)
        {
            return false;
        }

        ref var row = ref table.Add();
        ref readonly var last = ref after.Version == 0 ? ref before : ref after;
        row.Id = new ChangeId(last.Id, after.Version == 0 ? before.Version + 1 : after.Version);
        row.PlacedAt = last.PlacedAt;
        row.ChangedAt = last.UpdatedAt;
        row.Before = before.State;
        row.After = after.State;
        return true;
    }
}

/// <summary>An order as it was read; <c>default</c> where there is none.</summary>
internal record struct ReadOrder(OrderId Id, int Version, long PlacedAt, long UpdatedAt, OrderState State);
