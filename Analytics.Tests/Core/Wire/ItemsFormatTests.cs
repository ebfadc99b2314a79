using Analytics.Core.Tallies;
using Analytics.Core.Wire;
using Analytics.Tests.Support;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Core.Wire;

public class ItemsFormatTests
{
    [Fact]
    public void What_is_encoded_decodes_to_the_same_items() =>
        Gens.Histories.Sample(histories =>
        {
            // Only the later changes, so that negative sums occur as they do in a document's later parts.
            var tally = new Tally();
            histories.SelectMany(history => history.Skip(1)).ToList().ForEach(tally.Add);
            var decoded = new Tally();
            ItemsFormat.DecodeInto(decoded, ItemsFormat.Encode(tally).Span);
            Assert.Equal(Model.Of(tally.Items), Model.Of(decoded.Items));
        });

    [Fact]
    public void The_bytes_are_those_of_the_plain_writer() =>
        Gen.Select(Gens.Histories, Gen.Int[0, 40], Gen.Long[1, 1_000_000_000_000_000_000]).Sample((histories, skip, factor) =>
        {
            var tally = new Tally();
            histories.SelectMany(history => history).Skip(skip).ToList().ForEach(tally.Add);
            tally.AddCell("zest", NameHash.Of("zest"), Some.Jpy, 1, factor, (Int128)factor * factor);
            tally.AddCell("zest", NameHash.Of("zest"), Some.Eur, -1, 0, -factor);
            Assert.Equal(PlainItemsFormat.Encode(tally.Items), ItemsFormat.Encode(tally).ToArray());
        });

    [Fact]
    public void A_column_in_several_pieces_reads_as_one()
    {
        var decoded = new Tally();
        ItemsFormat.DecodeInto(decoded, Convert.FromHexString("0A0161" + "0A0162" + "1A0102" + "220102" + "1A0104" + "220106"));

        Assert.Equal([("a", 1L, 1L), ("b", 2L, 3L)], decoded.Items.Select(item => (item.Key, item.Value.Orders, item.Value.Units)));
    }

    [Fact]
    public void The_bytes_are_those_of_the_documented_message()
    {
        var tally = Tally.Of([Some.Order(lines: [new("tea", 2, 350), new("mug", 1, 900)])]);

        // USD; orders 1 1; units 1 2; revenues 900 and 700; mug and tea share nothing, have three bytes each; the first cell is mug's, the second tea's; numbers are zigzag.
        Assert.Equal(
            "1203555344" + "1A020202" + "22020204" + "3A04880EF80A" + "42020000" + "4A020606" + "52066D7567746561" + "5A020002",
            Convert.ToHexString(ItemsFormat.Encode(tally).Span));
    }

    [Fact]
    public void Names_are_written_without_what_they_share_with_the_one_before_in_whole_characters()
    {
        var tally = Tally.Of([Some.Order(lines: [new("tea", 1, 1), new("teapot", 1, 1), new("tea 😀", 1, 1), new("tea 😁", 1, 1), new("tea 抹", 1, 1)])]);
        var bytes = ItemsFormat.Encode(tally).Span;
        var decoded = new Tally();
        ItemsFormat.DecodeInto(decoded, bytes);

        Assert.Equal(tally.Items.Keys.Order(StringComparer.Ordinal), decoded.Items.Keys.Order(StringComparer.Ordinal));
        Assert.Contains(
            "4205" + "00" + "06" + "08" + "08" + "06" + "4A05" + "06" + "08" + "08" + "08" + "06" + "5212" + "746561" + "20E68AB9" + "F09F9880" + "F09F9881" + "706F74", Convert.ToHexString(bytes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4202" + "0200" + "4A02" + "0202" + "5202" + "6162", "a name shares more than there is")] // the first has none before it
    [InlineData("4202" + "0004" + "4A02" + "0202" + "5202" + "6162", "a name shares more than there is")]
    [InlineData("4202" + "0001" + "4A02" + "0202" + "5202" + "6162", "a name shares more than there is")] // less than none
    [InlineData("4202" + "0000" + "4A02" + "0204" + "5202" + "6162", "their columns have different lengths")]
    [InlineData("4202" + "0000" + "4A02" + "0201" + "5202" + "6162", "their columns have different lengths")]
    [InlineData("4202" + "0000" + "4A02" + "0202" + "5203" + "616263", "their columns have different lengths")]
    [InlineData("4203" + "000000" + "4A02" + "0202" + "5202" + "6162", "their columns have different lengths")]
    [InlineData("4202" + "0000" + "4A02" + "0202" + "5202" + "6162" + "5A0100" + "3A0102", "a revenue belongs to no item or currency")] // there is no currency
    [InlineData("4202" + "0000" + "4A02" + "0202" + "5202" + "6162" + "1203555344" + "5A0104" + "3A0102", "a revenue belongs to no item or currency")]
    [InlineData("4202" + "0000" + "4A02" + "0202" + "5202" + "6162" + "1203555344" + "5A0101" + "3A0102", "a revenue belongs to no item or currency")]
    [InlineData("4202" + "0000" + "4A02" + "0202" + "5202" + "6162" + "1203555344" + "5A020000" + "3A020202", "their revenues are not in order")]
    public void Columns_that_do_not_fit_together_are_damaged(string columns, string expected) =>
        Assert.Equal(
            $"The item tallies are damaged: {expected}.",
            Assert.Throws<FormatException>(() => ItemsFormat.DecodeInto(new Tally(), Convert.FromHexString("1A020202" + "22020202" + columns))).Message);

    // mug and tea; USD; orders 1 1; units 1 2; cells 0/0/900 and +1/0/700.
    [Fact]
    public void What_the_first_format_wrote_is_read()
    {
        var decoded = new Tally();
        ItemsFormat.DecodeInto(decoded, Convert.FromHexString(
            "0A036D7567" + "0A03746561" + "1203555344" + "1A020202" + "22020204" + "2A020002" + "32020000" + "3A04880EF80A"));

        Assert.Equal(Model.Of(Tally.Of([Some.Order(lines: [new("tea", 2, 350), new("mug", 1, 900)])]).Items), Model.Of(decoded.Items));
    }

    [Fact]
    public void Sums_beyond_64_bits_are_kept()
    {
        var tally = Tally.Of(Enumerable.Repeat(Some.Order(lines: new Analytics.Core.Orders.OrderLine("a", 1_000_000, 1_000_000_000_000)), 100));
        var decoded = new Tally();
        ItemsFormat.DecodeInto(decoded, ItemsFormat.Encode(tally).Span);

        Assert.Equal(Int128.Parse("100000000000000000000", null), decoded.Items["a"].Revenue[Some.Usd]);
    }

    [Fact]
    public void Fields_of_a_later_version_are_passed_over()
    {
        var tally = Tally.Of([Some.Order()]);
        byte[] extended = [.. ItemsFormat.Encode(tally).Span, 0x7A, 0x02, 0x01, 0x02, 0x78, 0x05];
        var decoded = new Tally();
        ItemsFormat.DecodeInto(decoded, extended);

        Assert.Equal(Model.Of(tally.Items), Model.Of(decoded.Items));
    }

    [Fact]
    public void Damaged_bytes_are_a_format_error_and_nothing_else() =>
        Gen.Select(Gens.Histories, Gen.Int[0, 10_000], Gen.Byte, Gen.Int[0, 10_000]).Sample((histories, position, value, cut) =>
        {
            var tally = Tally.Of(histories.Select(history => history[^1].After!));
            var bytes = ItemsFormat.Encode(tally).ToArray();
            if (bytes.Length == 0)
            {
                return;
            }

            bytes[position % bytes.Length] = value;
            try
            {
                ItemsFormat.DecodeInto(new Tally(), bytes.AsSpan(0, Math.Max(1, cut % (bytes.Length + 1))));
            }
            catch (FormatException)
            {
                // This is the one error that damaged bytes may give.
            }
        });

    [Theory]
    [InlineData("0A0161" + "0A0161" + "1A020202" + "22020202", "their items or currencies are not in order")]
    [InlineData("0A0162" + "0A0161" + "1A020202" + "22020202", "their items or currencies are not in order")]
    [InlineData("0A0161" + "1203555344" + "1203555344" + "1A0102" + "220102", "their items or currencies are not in order")]
    [InlineData("0A0161" + "1203555344" + "1A0102" + "220102" + "2A020000" + "32020000" + "3A020202", "their revenues are not in order")]
    [InlineData("0A0161" + "1A0A" + "FEFFFFFFFFFFFFFFFF01" + "220102", "a count is larger than any can be")]
    [InlineData("0A0161" + "1203555344" + "1A0102" + "220102" + "2A0100" + "320100" + "3A13" + "FEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF01", "a revenue is larger than any can be")]
    public void What_no_tally_comes_to_is_damaged_and_overflows_nothing(string bytes, string expected) =>
        Assert.Equal(
            $"The item tallies are damaged: {expected}.",
            Assert.Throws<FormatException>(() => ItemsFormat.DecodeInto(new Tally(), Convert.FromHexString(bytes))).Message);
}
