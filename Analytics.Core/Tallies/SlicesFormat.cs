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
///   repeated sint64 orders           = 4; // one for each count
///   repeated sint64 cancelled        = 5; // one for each count; absent if all are 0
///   repeated string currency         = 6; // the currencies of counts and amounts, in order of code
///   repeated sint64 amount           = 7; // the slice, kind and currency of each amount, see below
///   repeated sint64 amount_minor     = 8; // minor units
///   repeated sint64 count            = 9; // the slice and currency of each count, see below
///   repeated sint64 units            = 10; // one for each count
/// }
/// </code>
/// A count is (difference of its slice's index from that of the preceding count) * (number of currencies) + (index of its currency). An
/// amount is (difference of its slice's index from that of the preceding amount) * (4 * number of currencies) + (its kind) * (number of
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
    private const int CountField = 9;
    private const int UnitsField = 10;

    /// <summary>Encodes slices.</summary>
    /// <param name="slices">Different slices, in order; none is <see cref="Slice.None"/>.</param>
    /// <param name="counts">Their sums; a slice without an entry has none.</param>
    /// <returns>The message; empty if there is no slice.</returns>
    public static byte[] Encode(IReadOnlyList<Slice> slices, IReadOnlyDictionary<Slice, Totals> counts)
    {
        var sums = slices.Select(slice => counts.GetValueOrDefault(slice) ?? Nothing).ToList();
        var hasCancelled = sums.Exists(sum => sum.Counts.All.Any(count => count.Cancelled != 0));
        var currencies = sums.SelectMany(sum => sum.Currencies).Distinct().Order().ToList();
        var (shared, restLengths) = (new PackedColumn(slices.Count), new PackedColumn(slices.Count));
        var (places, orders, units) = (new PackedColumn(slices.Count), new PackedColumn(slices.Count), new PackedColumn(slices.Count));
        var (cancelled, amounts, minors) = (new PackedColumn(slices.Count), new PackedColumn(0), new PackedColumn(0));
        var (rest, before, lastWithCount, lastWithAmount) = (new StringBuilder(), "", 0, 0);
        for (var index = 0; index < slices.Count; index++)
        {
            var added = ItemsWriter.Rest(before, slices[index].Text);
            before = slices[index].Text;
            rest.Append(added);
            shared.Add(before.Length - added.Length);
            restLengths.Add(added.Length);
            foreach (var count in sums[index].Counts.All)
            {
                places.Add((index - lastWithCount) * (long)currencies.Count + currencies.IndexOf(count.Currency));
                orders.Add(count.Orders);
                units.Add(count.Units);
                lastWithCount = index;
                if (hasCancelled)
                {
                    cancelled.Add(count.Cancelled);
                }
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
            + ProtoWriter.PackedLength(AmountField, amounts.Written) + ProtoWriter.PackedLength(AmountMinorField, minors.Written)
            + ProtoWriter.PackedLength(CountField, places.Written) + ProtoWriter.PackedLength(UnitsField, units.Written)];
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
        proto.WritePacked(CountField, places.Written);
        proto.WritePacked(UnitsField, units.Written);
        foreach (var column in (ReadOnlySpan<PackedColumn>)[shared, restLengths, places, orders, units, cancelled, amounts, minors])
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
        ProtoReader shared = default, restLengths = default, amounts = default, minors = default;
        ProtoReader places = default, orders = default, units = default, cancelled = default;
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
                case (CountField, 2):
                    proto.ReadPacked(ref places);
                    break;
                case (UnitsField, 2):
                    proto.ReadPacked(ref units);
                    break;
                case (_, var wireType):
                    proto.Skip(wireType);
                    break;
            }
        }

        var slices = ReadSlices(shared, restLengths, rest);
        if (!ItemsReader.IsInOrder(currencies.ConvertAll(currency => currency.Code)))
        {
            throw ItemsReader.Damaged("the currencies of slices are not in order");
        }

        AddCounts(tally, slices, currencies, places, orders, cancelled, units);
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

    private static void AddCounts(
        Tally tally, Slice[] slices, List<Currency> currencies, ProtoReader places, ProtoReader orders, ProtoReader cancelled,
        ProtoReader units)
    {
        var (index, last, hasCancelled) = (0L, -1L, !cancelled.AtEnd);
        while (!places.AtEnd)
        {
            if (orders.AtEnd || units.AtEnd || (hasCancelled && cancelled.AtEnd))
            {
                throw ItemsReader.Lengths();
            }

            var place = ItemsReader.ReadCount(ref places);
            if (place < 0 || currencies.Count == 0 || (last >= 0 && place < currencies.Count && place <= last)
                || (index += place / currencies.Count) >= slices.Length)
            {
                throw ItemsReader.Damaged("a count belongs to no slice, or is not in order");
            }

            last = place % currencies.Count;
            tally.CountsOf(slices[index]).Counts.Add(
                currencies[(int)last], ItemsReader.ReadCount(ref orders), hasCancelled ? ItemsReader.ReadCount(ref cancelled) : 0,
                ItemsReader.ReadCount(ref units));
        }

        if (!orders.AtEnd || !units.AtEnd || !cancelled.AtEnd)
        {
            throw ItemsReader.Lengths();
        }
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
