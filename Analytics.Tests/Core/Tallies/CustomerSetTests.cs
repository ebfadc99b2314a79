using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Core.Tallies;

/// <summary>The number of distinct customers: exact while they are few, and a function of who they are alone.</summary>
public class CustomerSetTests
{
    // Around the size at which a set becomes a sketch.
    private static readonly Gen<int> Size = Gen.OneOf(Gen.Int[0, 50], Gen.Int[990, 1_010], Gen.Int[0, 3_000]);

    [Fact]
    public void A_set_has_the_same_form_and_number_however_it_was_put_together() =>
        Gen.Select(Size, Gen.Int[1, 8], Gen.Int).Sample((size, parts, seed) =>
        {
            var random = new Random(seed);
            var customers = Customers(seed, size);
            var whole = Of(customers);

            // Each customer is in one part or in several, and often several times.
            var sets = Enumerable.Range(0, parts).Select(_ => new CustomerSet()).ToArray();
            var shuffled = customers.Concat(customers).Concat(customers.Take(size / 2)).ToArray();
            random.Shuffle(shuffled);
            Array.ForEach(shuffled, customer => sets[random.Next(parts)].Add(customer));
            var merged = new CustomerSet();
            Array.ForEach(sets, merged.Add);

            Assert.Equal(whole, merged);
            Assert.Equal((whole.Count, size <= 1_000), (merged.Count, merged.IsExact));
            Assert.Equal(CustomersFormat.Encode(whole).ToArray(), CustomersFormat.Encode(merged).ToArray());
        }, iter: 300);

    [Fact]
    public void The_customers_with_orders_of_a_document_are_those_of_its_set() =>
        Gen.Select(Size, Gen.Int).Sample((size, seed) =>
        {
            var (counts, set) = (new CustomerCounts(), new CustomerSet());
            foreach (var (index, customer) in Customers(seed, size).Index())
            {
                counts.Add(customer, index % 3 + 1);
            }

            counts.Add(1ul << 40, -1);
            set.Add(counts);
            Assert.Equal(Of(Customers(seed, size)), set);
        }, iter: 100);

    [Fact]
    public void A_set_reads_back_as_it_was_written() =>
        Gen.Select(Size, Gen.Int).Sample((size, seed) =>
        {
            var (set, decoded) = (Of(Customers(seed, size)), new CustomerSet());
            var bytes = CustomersFormat.Encode(set);
            CustomersFormat.DecodeInto(decoded, bytes.Span);
            Assert.Equal(set, decoded);
            Assert.InRange(bytes.Length, 0, 6_010);
        }, iter: 200);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(999)]
    [InlineData(1_000)]
    public void Up_to_a_thousand_customers_the_number_is_exact(int size)
    {
        var set = Of(Customers(1, size));

        Assert.Equal((size, true), (set.Count, set.IsExact));
    }

    // The standard error is 1.6%.
    [Theory]
    [InlineData(1_001)]
    [InlineData(2_000)]
    [InlineData(5_000)]
    [InlineData(12_000)]
    [InlineData(20_000)]
    [InlineData(50_000)]
    [InlineData(200_000)]
    public void Beyond_it_the_number_is_within_five_percent(int size)
    {
        var errors = new List<double>();
        for (var seed = 1; seed <= 20; seed++)
        {
            var set = Of(Customers(seed, size));
            Assert.False(set.IsExact);
            errors.Add((set.Count - size) / (double)size);
        }

        Assert.All(errors, error => Assert.InRange(error, -0.05, 0.05));
        Assert.InRange(errors.Average(), -0.012, 0.012);
        Assert.InRange(Math.Sqrt(errors.Average(error => error * error)), 0.002, 0.024);
    }

    [Fact]
    public void More_than_a_thousand_are_never_said_to_be_fewer()
    {
        var set = Of(Customers(7, 1_000));
        foreach (var customer in Customers(8, 100))
        {
            set.Add(customer);
            Assert.True(set.Count > 1_000);
        }
    }

    [Fact]
    public void No_customers_are_estimated_as_none_and_every_possible_one_as_very_many()
    {
        var (none, all) = (new CustomerSketch(), new CustomerSketch());
        for (var register = 0; register < CustomerSketch.Registers; register++)
        {
            all.Raise(register, (byte)CustomerSketch.MaxRank);
        }

        Assert.Equal(0, none.Estimate());
        Assert.Equal(1L << 48, all.Estimate());
    }

    [Theory]
    [InlineData("0A05" + "0102030405", "a customer is cut off")]
    [InlineData("0A0C" + "000000000002" + "000000000001", "their customers are not in order")]
    [InlineData("0A06" + "000000000001" + "1203" + "000000", "there are more customers than are stored one by one")]
    [InlineData("1203" + "000000", "registers of customers are missing")]
    public void Bytes_that_no_set_has_are_damaged(string bytes, string expected) => AssertDamaged(Convert.FromHexString(bytes), expected);

    [Fact]
    public void A_register_beyond_what_a_number_can_have_is_damaged() =>
        AssertDamaged([0x12, 0x80, 0x18, .. Enumerable.Repeat((byte)0xFF, 3_072)], "a register of customers is larger than any can be");

    [Fact]
    public void More_than_a_thousand_customers_one_by_one_are_damaged()
    {
        var bytes = new byte[1_001 * 6];
        for (var customer = 0; customer <= 1_000; customer++)
        {
            (bytes[customer * 6 + 4], bytes[customer * 6 + 5]) = ((byte)(customer >> 8), (byte)(customer & 255));
        }

        AssertDamaged([0x0A, 0xF6, 0x2E, .. bytes], "there are more customers than are stored one by one");
    }

    [Fact]
    public void Damaged_bytes_are_a_format_error_and_nothing_else() =>
        Gen.Select(Size, Gen.Int, Gen.Int[0, 10_000], Gen.Byte, Gen.Int[0, 10_000]).Sample((size, seed, position, value, cut) =>
        {
            var bytes = CustomersFormat.Encode(Of(Customers(seed, size))).ToArray();
            if (bytes.Length > 0)
            {
                bytes[position % bytes.Length] = value;
                var error = Record.Exception(
                    () => CustomersFormat.DecodeInto(new CustomerSet(), bytes.AsSpan(0, cut % (bytes.Length + 1))));
                Assert.True(error is null or FormatException, $"{error}");
            }
        }, iter: 200);

    private static void AssertDamaged(byte[] bytes, string expected) =>
        Assert.Equal(
            $"The item tallies are damaged: {expected}.",
            Assert.Throws<FormatException>(() => CustomersFormat.DecodeInto(new CustomerSet(), bytes)).Message);

    private static IEnumerable<ulong> Customers(int seed, int size) =>
        Enumerable.Range(0, size).Select(number => CustomerHash.Of($"customer {seed}/{number}"));

    private static CustomerSet Of(IEnumerable<ulong> customers)
    {
        var set = new CustomerSet();
        foreach (var customer in customers)
        {
            set.Add(customer);
        }

        return set;
    }
}
