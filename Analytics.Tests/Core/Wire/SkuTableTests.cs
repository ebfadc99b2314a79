using System.Text;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Wire;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Core.Wire;

public class SkuTableTests
{
    // Alike in their first and last eight bytes and of one length, so that only what lies between tells them apart.
    private static readonly Gen<string> Alike = Gen.Int[0, 999].Select(number => $"same-end-{number:D3}-same-end");

    private static readonly Gen<string> Name = Gen.OneOf(
        Alike, Gen.Int[0, 9_999].Select(number => $"SKU-{number}"), Gen.String[Gen.Char[' ', '~'], 1, 64], Gen.String[1, 70],
        Gen.Const("抹茶"), Gen.Const(new string('é', 64)));

    [Fact]
    public void A_name_is_found_as_it_is_spelt_and_only_if_the_rules_allow_it() =>
        Name.Array[1, 300].Sample(names =>
        {
            var table = new SkuTable();
            foreach (var name in names.Concat(names))
            {
                var utf8 = Encoding.UTF8.GetBytes(name);
                var spelt = Encoding.UTF8.GetString(utf8);

                Assert.Equal(OrderRules.IsName(spelt), table.TryFind(utf8, out var found, out var hash));
                Assert.Equal(NameHash.Of(spelt), hash);
                Assert.Equal(OrderRules.IsName(spelt) ? spelt : "", found);
            }
        });

    [Fact]
    public void Bytes_that_are_no_text_are_no_name()
    {
        var table = new SkuTable();

        Assert.False(table.TryFind([0x61, 0x80], out _, out _));
        Assert.False(table.TryFind([], out _, out _));
    }

    [Fact]
    public void A_catalog_without_end_makes_it_start_over_and_all_is_found()
    {
        var table = new SkuTable();
        for (var number = 0; number < 600_000; number++)
        {
            var utf8 = Encoding.UTF8.GetBytes($"S{number}");
            Assert.True(table.TryFind(utf8, out var found, out _));
            if (!Encoding.UTF8.GetBytes(found).AsSpan().SequenceEqual(utf8))
            {
                Assert.Fail($"S{number} was found as {found}.");
            }
        }

        Assert.True(table.TryFind("S1"u8, out var again, out _));
        Assert.Equal("S1", again);
    }
}
