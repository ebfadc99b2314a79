using System.Text;
using Analytics.Core.Orders;

namespace Analytics.Core.Tallies;

/// <summary>Encodes the slices of a tally, and their sums that items do not give, as a Protocol Buffers message.</summary>
/// <remarks>
/// <code>
/// message Slices {
///   repeated sint64 text_shared      = 1; // bytes that each text shares with the preceding one; texts are in ordinal order
///   repeated sint64 text_rest_length = 2; // bytes of each text that follow the shared ones
///   bytes           text_rest        = 3; // these following bytes of all texts
///   repeated sint64 orders           = 4; // one for each slice
///   repeated sint64 cancelled        = 5; // one for each slice; absent if all are 0
///   repeated string currency         = 6; // the currencies of amounts, in order of code
///   repeated sint64 amount           = 7; // the slice, kind and currency of each amount, see below
///   repeated sint64 amount_minor     = 8; // minor units
/// }
/// </code>
/// An amount is (difference of its slice's index from that of the preceding amount) * (4 * number of currencies) + (its kind) * (number of
/// currencies) + (index of its currency). The kinds are 0 discounts, 1 refunds, 2 shipping and 3 tax.
/// </remarks>
internal static class SlicesFormat
{
    private const int SharedField = 1;
    private const int RestLengthField = 2;
    private const int RestField = 3;
    private const int OrdersField = 4;
    private const int CancelledField = 5;
    private const int CurrencyField = 6;
    private const int AmountField = 7;
    private const int AmountMinorField = 8;

    /// <summary>Encodes slices.</summary>
    /// <param name="slices">Different slices, in order; none is <see cref="Slice.None"/>.</param>
    /// <param name="counts">Their sums; a slice without an entry has none.</param>
    /// <returns>The message; empty if there is no slice.</returns>
    public static byte[] Encode(IReadOnlyList<Slice> slices, IReadOnlyDictionary<Slice, Totals> counts)
    {
        var count = slices.Count;
        var (shared, restLengths, orders) = (new PackedColumn(count), new PackedColumn(count), new PackedColumn(count));
        var (cancelled, amounts, minors) = (new PackedColumn(count), new PackedColumn(0), new PackedColumn(0));
        var sums = slices.Select(slice => counts.GetValueOrDefault(slice) ?? Nothing).ToList();
        var hasCancelled = sums.Exists(sum => sum.Cancelled != 0);
        var currencies = sums.SelectMany(sum => OrderAmounts.All.SelectMany(sum.Sums)).Select(sum => sum.Key).Distinct().Order().ToList();
        var (rest, before, lastWithAmount) = (new StringBuilder(), "", 0);
        for (var index = 0; index < slices.Count; index++)
        {
            var added = ItemsWriter.Rest(before, slices[index].Text);
            before = slices[index].Text;
            rest.Append(added);
            shared.Add(before.Length - added.Length);
            restLengths.Add(added.Length);
            orders.Add(sums[index].Orders);
            if (hasCancelled)
            {
                cancelled.Add(sums[index].Cancelled);
            }

            foreach (var amount in OrderAmounts.All)
            {
                foreach (var (currency, minor) in sums[index].Sums(amount))
                {
                    var kind = (index - lastWithAmount) * OrderAmounts.All.Count + (int)amount;
                    amounts.Add((Int128)kind * currencies.Count + currencies.IndexOf(currency));
                    minors.Add(minor);
                    lastWithAmount = index;
                }
            }
        }

        var bytes = new byte[
            ProtoWriter.PackedLength(SharedField, shared.Written) + ProtoWriter.PackedLength(RestLengthField, restLengths.Written)
            + ProtoWriter.BytesLength(RestField, rest.Length) + ProtoWriter.PackedLength(OrdersField, orders.Written)
            + ProtoWriter.PackedLength(CancelledField, cancelled.Written)
            + currencies.Sum(currency => ProtoWriter.StringLength(CurrencyField, currency.Code))
            + ProtoWriter.PackedLength(AmountField, amounts.Written) + ProtoWriter.PackedLength(AmountMinorField, minors.Written)];
        var proto = new ProtoWriter(bytes);
        proto.WritePacked(SharedField, shared.Written);
        proto.WritePacked(RestLengthField, restLengths.Written);
        proto.BeginBytes(RestField, rest.Length);
        proto.Append(rest.ToString());
        proto.WritePacked(OrdersField, orders.Written);
        proto.WritePacked(CancelledField, cancelled.Written);
        foreach (var currency in currencies)
        {
            proto.WriteString(CurrencyField, currency.Code);
        }

        proto.WritePacked(AmountField, amounts.Written);
        proto.WritePacked(AmountMinorField, minors.Written);
        foreach (var column in (ReadOnlySpan<PackedColumn>)[shared, restLengths, orders, cancelled, amounts, minors])
        {
            column.Return();
        }

        return bytes;
    }

    /// <summary>Decodes slices and adds their sums to a tally.</summary>
    /// <returns>The slices, in order.</returns>
    /// <exception cref="FormatException">The bytes are damaged. Some of the sums may already be in the tally.</exception>
    public static Slice[] DecodeInto(Tally tally, ReadOnlySpan<byte> bytes)
    {
        List<Currency> currencies = [];
        ReadOnlySpan<byte> rest = [];
        ProtoReader shared = default, restLengths = default, orders = default, cancelled = default, amounts = default, minors = default;
        var proto = new ProtoReader(bytes);
        while (!proto.AtEnd)
        {
            switch (proto.ReadTag())
            {
                case (SharedField, 2):
                    proto.ReadPacked(ref shared);
                    break;
                case (RestLengthField, 2):
                    proto.ReadPacked(ref restLengths);
                    break;
                case (RestField, 2):
                    rest = proto.ReadBytes();
                    break;
                case (OrdersField, 2):
                    proto.ReadPacked(ref orders);
                    break;
                case (CancelledField, 2):
                    proto.ReadPacked(ref cancelled);
                    break;
                case (CurrencyField, 2):
                    currencies.Add(Currency.Parse(NameReader.Read(proto.ReadBytes())));
                    break;
                case (AmountField, 2):
                    proto.ReadPacked(ref amounts);
                    break;
                case (AmountMinorField, 2):
                    proto.ReadPacked(ref minors);
                    break;
                case (_, var wireType):
                    proto.Skip(wireType);
                    break;
            }
        }

        var slices = ReadSlices(shared, restLengths, rest);
        var hasCancelled = !cancelled.AtEnd;
        foreach (var slice in slices)
        {
            if (orders.AtEnd || (hasCancelled && cancelled.AtEnd))
            {
                throw ItemsReader.Lengths();
            }

            var counts = tally.CountsOf(slice);
            counts.Orders += ItemsReader.ReadCount(ref orders);
            counts.Cancelled += hasCancelled ? ItemsReader.ReadCount(ref cancelled) : 0;
        }

        if (!orders.AtEnd || !cancelled.AtEnd)
        {
            throw ItemsReader.Lengths();
        }

        if (!ItemsReader.IsInOrder(currencies.ConvertAll(currency => currency.Code)))
        {
            throw ItemsReader.Damaged("the currencies of amounts are not in order");
        }

        AddAmounts(tally, slices, currencies, amounts, minors);
        return slices;
    }

    private static readonly Totals Nothing = new();

    private static Slice[] ReadSlices(ProtoReader shared, ProtoReader lengths, ReadOnlySpan<byte> rest)
    {
        List<Slice> slices = [];
        var names = new NameReader(stackalloc byte[Slice.MaxTextLength]);
        while (!shared.AtEnd && !lengths.AtEnd)
        {
            var length = lengths.ReadSigned();
            if (length < 0 || length > rest.Length)
            {
                throw ItemsReader.Lengths();
            }

            var text = names.Next(shared.ReadSigned(), rest[..(int)length]);
            if (!Slice.TryParse(text, out var slice) || (slices.Count > 0 && slices[^1].CompareTo(slice) >= 0))
            {
                throw ItemsReader.Damaged("a slice is none or not in order");
            }

            slices.Add(slice);
            rest = rest[(int)length..];
        }

        return shared.AtEnd && lengths.AtEnd && rest.IsEmpty ? [.. slices] : throw ItemsReader.Lengths();
    }

    private static void AddAmounts(Tally tally, Slice[] slices, List<Currency> currencies, ProtoReader amounts, ProtoReader minors)
    {
        var (index, last) = (0L, -1L);
        while (!amounts.AtEnd && !minors.AtEnd)
        {
            var (amount, minor) = (ItemsReader.ReadCount(ref amounts), minors.ReadSigned());
            var kinds = (long)OrderAmounts.All.Count * currencies.Count;
            if (amount < 0 || kinds == 0 || (last >= 0 && amount < kinds && amount <= last)
                || (index += amount / kinds) >= slices.Length || minor < -ItemsReader.MaxRevenue || minor > ItemsReader.MaxRevenue)
            {
                throw ItemsReader.Damaged("an amount belongs to no slice, or is not in order");
            }

            last = amount % kinds;
            var (kind, currency) = Math.DivRem(last, currencies.Count);
            tally.CountsOf(slices[index]).Add((OrderAmount)kind, currencies[(int)currency], minor);
        }

        if (!amounts.AtEnd || !minors.AtEnd)
        {
            throw ItemsReader.Lengths();
        }
    }
}
