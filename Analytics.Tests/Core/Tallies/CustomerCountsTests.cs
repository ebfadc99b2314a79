using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Core.Tallies;

/// <summary>The laws by which orders are counted by customer, and their form.</summary>
public class CustomerCountsTests
{
    private static readonly Gen<ulong> Customer = Gen.OneOf(Gen.ULong[0, 20], Gen.ULong[0, (1ul << CustomerHash.Bits) - 1]);

    private static readonly Gen<(ulong Customer, long Orders)[]> Counts = Gen.Select(Customer, Gen.Long[-3, 3]).Array[0, 80];

    [Fact]
    public void Each_customer_has_the_sum_of_its_orders() =>
        Counts.Sample(counts =>
        {
            var expected = counts.GroupBy(count => count.Customer).Select(group => (group.Key, Orders: group.Sum(count => count.Orders)))
                .Where(count => count.Orders != 0).OrderBy(count => count.Key).ToList();
            var sum = Sum(counts);

            Assert.Equal(expected.Select(count => count.Key), sum.Customers.ToArray());
            Assert.Equal(expected.Select(count => count.Orders), sum.Orders.ToArray());
        });

    [Fact]
    public void What_is_added_and_taken_back_leaves_nothing() =>
        Counts.Sample(counts =>
        {
            var sum = Sum(counts);
            sum.Add(Sum(counts.Reverse()), -1);
            Assert.Equal((0, new CustomerCounts()), (sum.Count, sum));
        });

    [Fact]
    public void Any_order_and_grouping_gives_the_same_bytes() =>
        Gen.Select(Counts, Gen.Int[0, 80], Gen.Int).Sample((counts, cut, seed) =>
        {
            var shuffled = counts.ToArray();
            new Random(seed).Shuffle(shuffled);
            var merged = Sum(shuffled.Take(cut));
            merged.Add(Sum(shuffled.Skip(cut)));

            Assert.Equal(Bytes(Sum(counts)), Bytes(merged));
        });

    [Fact]
    public void Counts_are_read_as_they_were_written() =>
        Counts.Sample(counts =>
        {
            var decoded = new Tally();
            ItemsFormat.DecodeInto(decoded, Bytes(Sum(counts)));
            Assert.Equal(Sum(counts), decoded.Customers);
        });

    [Fact]
    public void A_customer_with_one_order_takes_six_bytes()
    {
        var once = Sum(Enumerable.Range(1, 100).Select(customer => ((ulong)customer, 1L)));

        Assert.Equal(100 * 6 + 4, Bytes(once).Length);
    }

    [Fact]
    public void A_hundred_thousand_customers_are_added_one_by_one_in_no_time()
    {
        var random = new Random(1);
        var (sum, expected) = (new CustomerCounts(), new Dictionary<ulong, long>());
        for (var order = 0; order < 300_000; order++)
        {
            var customer = (ulong)random.NextInt64(100_000) << 20;
            sum.Add(customer, 1);
            expected[customer] = expected.GetValueOrDefault(customer) + 1;
        }

        Assert.Equal(expected.OrderBy(count => count.Key).Select(count => count.Value), sum.Orders.ToArray());
    }

    // Stored: a change of one is a change of the format. The first is known from xxHash itself.
    [Theory]
    [InlineData("", 0x2D06_8005_38D3)]
    [InlineData("c-1", 108_441_717_784_497)]
    [InlineData("抹茶", 59_635_296_321_239)]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123", 173_123_709_352_814)]
    public void A_customer_has_the_number_that_it_always_had(string customerId, ulong expected)
    {
        Assert.Equal(expected, CustomerHash.Of(customerId));
        Assert.Equal(expected, CustomerHash.Of(System.Text.Encoding.UTF8.GetBytes(customerId)));
    }

    [Fact]
    public void The_longest_customer_id_has_a_number()
    {
        var longest = string.Concat(Enumerable.Repeat("😀", 64));

        Assert.Equal(CustomerHash.Of(System.Text.Encoding.UTF8.GetBytes(longest)), CustomerHash.Of(longest));
    }

    [Theory]
    [InlineData("8201" + "05" + "0102030405", "a customer is cut off")]
    [InlineData("8201" + "0C" + "000000000002" + "000000000001", "their customers are not in order")]
    [InlineData("8201" + "0C" + "000000000001" + "000000000001", "their customers are not in order")]
    [InlineData("8A01" + "06" + "000000000001", "their columns have different lengths")]
    [InlineData("8A01" + "06" + "000000000001" + "9201" + "02" + "0204", "their columns have different lengths")]
    [InlineData("9201" + "01" + "02", "their columns have different lengths")]
    [InlineData("8A01" + "07" + "00000000000102" + "9201" + "01" + "04", "a customer is cut off")]
    [InlineData("8A01" + "06" + "000000000001" + "9201" + "0A" + "FEFFFFFFFFFFFFFFFF01", "a count is larger than any can be")]
    public void Columns_that_do_not_fit_together_are_damaged(string bytes, string expected) =>
        Assert.Equal(
            $"The item tallies are damaged: {expected}.",
            Assert.Throws<FormatException>(() => ItemsFormat.DecodeInto(new Tally(), Convert.FromHexString(bytes))).Message);

    private static byte[] Bytes(CustomerCounts customers)
    {
        var tally = new Tally();
        tally.Customers.Add(customers);
        return ItemsFormat.Encode(tally).ToArray();
    }

    private static CustomerCounts Sum(IEnumerable<(ulong Customer, long Orders)> counts)
    {
        var sum = new CustomerCounts();
        foreach (var (customer, orders) in counts)
        {
            sum.Add(customer, orders);
        }

        return sum;
    }
}
