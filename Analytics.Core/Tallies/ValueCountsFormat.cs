using Analytics.Core.Orders;

namespace Analytics.Core.Tallies;

/// <summary>Encodes order values as a Protocol Buffers message.</summary>
/// <remarks>
/// <code>
/// message ValueCounts {
///   repeated string currency = 1; // in order of code
///   repeated sint64 bucket   = 2; // see below
///   repeated sint64 count    = 3; // one for each bucket
/// }
/// </code>
/// The first bucket of a currency is its number, and each further one the difference from that before. A 0 between buckets, which has no
/// count, begins the next currency.
/// </remarks>
internal static class ValueCountsFormat
{
    private const int CurrencyField = 1;
    private const int BucketField = 2;
    private const int CountField = 3;

    /// <summary>Encodes values; empty bytes if there are none.</summary>
    public static byte[] Encode(ValueCounts values)
    {
        if (values.Count == 0)
        {
            return [];
        }

        var (currencies, last) = (new List<Currency>(), 0);
        var (buckets, counts) = (new PackedColumn(values.Count), new PackedColumn(values.Count));
        foreach (var (currency, bucket, count) in values.All)
        {
            if (currencies.Count == 0 || currencies[^1] != currency)
            {
                if (currencies.Count > 0)
                {
                    buckets.Add(0);
                }

                currencies.Add(currency);
                last = 0;
            }

            buckets.Add(bucket - last);
            counts.Add(count);
            last = bucket;
        }

        var bytes = new byte[currencies.Sum(currency => ProtoWriter.StringLength(CurrencyField, currency.Code))
            + ProtoWriter.PackedLength(BucketField, buckets.Written) + ProtoWriter.PackedLength(CountField, counts.Written)];
        var proto = new ProtoWriter(bytes);
        foreach (var currency in currencies)
        {
            proto.WriteString(CurrencyField, currency.Code);
        }

        proto.WritePacked(BucketField, buckets.Written);
        proto.WritePacked(CountField, counts.Written);
        buckets.Return();
        counts.Return();
        return bytes;
    }

    /// <summary>Decodes values and adds them to others.</summary>
    /// <exception cref="FormatException">The bytes are damaged. Some of the values may already be added.</exception>
    public static void DecodeInto(ValueCounts values, ReadOnlySpan<byte> bytes)
    {
        List<Currency> currencies = [];
        ProtoReader buckets = default, counts = default;
        var proto = new ProtoReader(bytes);
        while (!proto.AtEnd)
        {
            switch (proto.ReadTag())
            {
                case (CurrencyField, 2):
                    currencies.Add(Currency.Parse(NameReader.Read(proto.ReadBytes())));
                    break;
                case (BucketField, 2):
                    proto.ReadPacked(ref buckets);
                    break;
                case (CountField, 2):
                    proto.ReadPacked(ref counts);
                    break;
                case (_, var wireType):
                    proto.Skip(wireType);
                    break;
            }
        }

        if (!ItemsReader.IsInOrder(currencies.ConvertAll(currency => currency.Code)))
        {
            throw ItemsReader.Damaged("the currencies of order values are not in order");
        }

        for (var index = 0; index < currencies.Count; index++)
        {
            AddCurrency(values, currencies[index], ref buckets, ref counts, isLast: index == currencies.Count - 1);
        }

        if (!buckets.AtEnd || !counts.AtEnd)
        {
            throw ItemsReader.Lengths();
        }
    }

    private static void AddCurrency(
        ValueCounts values, Currency currency, ref ProtoReader buckets, ref ProtoReader counts, bool isLast)
    {
        var bucket = 0L;
        for (var isFirst = true; isFirst || !buckets.AtEnd; isFirst = false)
        {
            if (buckets.AtEnd)
            {
                throw ItemsReader.Lengths();
            }

            var difference = ItemsReader.ReadCount(ref buckets);
            if (!isFirst && difference == 0)
            {
                if (isLast)
                {
                    throw ItemsReader.Damaged("an order value has no currency");
                }

                return;
            }

            bucket += difference;
            if (counts.AtEnd || (!isFirst && difference < 0) || Math.Abs(bucket) > ValueBuckets.Last)
            {
                throw ItemsReader.Damaged("an order value has no count, or is not in order");
            }

            values.Add(currency, (int)bucket, ItemsReader.ReadCount(ref counts));
        }

        if (!isLast)
        {
            throw ItemsReader.Lengths();
        }
    }
}
