using Analytics.Core.Changes;
using Analytics.Core.Orders;

namespace Analytics.Benchmarks.Workloads;

/// <summary>Some time of a shop: changes as they come, of which 1% come twice, 2% cancel an order and 2% of the orders come late.</summary>
/// <remarks>
/// The item of rank r is wanted as r^-1.1; orders have one to five lines, and 85% of them are in dollars, the rest in euros. All of
/// it follows from the seed, so every machine works on the same orders.
/// </remarks>
internal static class SampleShop
{
    /// <summary>Over how many lanes its orders are spread.</summary>
    public const int Lanes = 4;

    private const int Seed = 20250601;
    private const int Back = 20_000;

    /// <summary>When the first change arrives.</summary>
    public static readonly DateTimeOffset Start = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Currency Dollar = Currency.Parse("USD");
    private static readonly Currency Euro = Currency.Parse("EUR");

    /// <summary>The changes of an hour in the order in which they arrive.</summary>
    /// <param name="count">How many.</param>
    /// <param name="skus">How many items there are.</param>
    public static OrderChange[] Changes(int count, int skus) => Changes(count, skus, TimeSpan.FromHours(1));

    /// <summary>The changes of some time in the order in which they arrive, evenly spread.</summary>
    /// <param name="count">How many.</param>
    /// <param name="skus">How many items there are.</param>
    /// <param name="span">In which time.</param>
    /// <param name="slices">The dimension values of the orders, evenly spread; null for none.</param>
    public static OrderChange[] Changes(int count, int skus, TimeSpan span, IReadOnlyList<Slice>? slices = null)
    {
        var random = new SplitMix64(Seed);
        var ids = new Random(Seed);
        var demand = Demand(skus);
        var changes = new OrderChange[count];
        var cancelled = new HashSet<OrderId>();
        for (var index = 0; index < count; index++)
        {
            var arrival = Start.AddMilliseconds((long)index * (long)span.TotalMilliseconds / count);
            var kind = random.NextDouble();
            var earlier = index > 0 && kind < 0.03 ? changes[index - 1 - random.Next(Math.Min(index, Back))] : null;
            changes[index] = (kind < 0.01, earlier) switch
            {
                (true, { } same) => same,
                (false, { Before: null, After: { } placed }) when cancelled.Add(placed.Id) => OrderChange.Published(
                    placed, Cancelled(placed, ids, arrival)),
                _ => OrderChange.Published(null, Order(random, ids, demand, arrival, slices ?? [Slice.None])),
            };
        }

        return changes;
    }

    private static Order Cancelled(Order placed, Random ids, DateTimeOffset arrival) =>
        placed.Cancel(ChangeId.Fresh(placed.Id, placed.ChangeIds, ids), arrival);

    private static Order Order(
        SplitMix64 random, Random ids, double[] demand, DateTimeOffset arrival, IReadOnlyList<Slice> slices)
    {
        var placedAt = random.NextDouble() < 0.02 ? arrival.AddMilliseconds(-random.Next(600_000)) : arrival;
        var currency = random.NextDouble() < 0.85 ? Dollar : Euro;
        var customer = random.Next(50_000);
        var lines = new OrderLine[1 + random.Next(5)];
        for (var line = 0; line < lines.Length; line++)
        {
            var rank = Rank(demand, random.NextDouble());
            lines[line] = new OrderLine($"SKU-{rank:D5}", 1 + random.Next(4), 100 + (long)(new SplitMix64((ulong)rank).Next() % 20_000));
        }

        var id = Id(arrival, random);
        return new Order
        {
            Id = id,
            Version = 1,
            Status = OrderStatus.Placed,
            CustomerId = $"CUST-{customer:D5}",
            Currency = currency,
            Lines = lines,
            PlacedAt = placedAt,
            UpdatedAt = arrival,
            Lane = Core.Orders.Lanes.Of(id, Lanes),
            Slice = slices[customer % slices.Count],
            ChangeIds = [ChangeId.Fresh(id, [], ids)],
        };
    }

    // UUID version 7 (RFC 9562).
    private static OrderId Id(DateTimeOffset at, SplitMix64 random)
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, random.Next());
        BitConverter.TryWriteBytes(bytes[8..], random.Next());
        var milliseconds = at.ToUnixTimeMilliseconds();
        for (var index = 0; index < 6; index++)
        {
            bytes[index] = (byte)((milliseconds >> (40 - 8 * index)) & 0xFF);
        }

        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new OrderId(new Guid(bytes, bigEndian: true));
    }

    private static double[] Demand(int skus)
    {
        var demand = new double[skus];
        var sum = 0.0;
        for (var index = 0; index < skus; index++)
        {
            demand[index] = sum += Math.Pow(index + 1, -1.1);
        }

        return demand;
    }

    private static int Rank(double[] demand, double chance)
    {
        var found = Array.BinarySearch(demand, chance * demand[^1]);
        return Math.Min(found < 0 ? ~found : found, demand.Length - 1) + 1;
    }
}
