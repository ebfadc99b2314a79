using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
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
            Assert.Equal(Model.Of(tally.Slices), Model.Of(decoded.Slices));
            Assert.Equal(tally.Values, decoded.Values);
            Assert.Equal(tally.Customers, decoded.Customers);
            Assert.Equal(Model.Of(tally.ItemsOfSlices), Model.Of(decoded.ItemsOfSlices));
            Assert.Equal(ItemsFormat.Encode(tally).ToArray(), ItemsFormat.Encode(decoded).ToArray());
        });

    [Fact]
    public void The_bytes_are_those_of_the_plain_writer() =>
        Gen.Select(Gens.Histories, Gen.Int[0, 40], Gen.Long[1, 1_000_000_000_000_000_000]).Sample((histories, skip, factor) =>
        {
            var tally = new Tally();
            histories.SelectMany(history => history).Skip(skip).Select(WithoutSlice).ToList().ForEach(tally.Add);
            var hash = NameHash.Of("zest");
            tally.AddCell("zest", hash, Slice.None, Some.Jpy, new ItemCounts(1, factor, factor, -1), (Int128)factor * factor);
            tally.AddCell("zest", hash, Slice.None, Some.Eur, new ItemCounts(-1, 0, 0, factor), -factor);
            var itemsOnly = tally.Where(_ => true);
            Assert.Equal(PlainItemsFormat.Encode(tally.Items), ItemsFormat.Encode(itemsOnly).ToArray());
        });

    private static OrderChange WithoutSlice(OrderChange change) => OrderChange.Published(
        change.Before is { } before ? before with { Slice = Slice.None } : null, change.After! with { Slice = Slice.None });

    [Fact]
    public void A_column_in_several_pieces_reads_as_one()
    {
        var decoded = new Tally();
        ItemsFormat.DecodeInto(decoded, Convert.FromHexString(
            "120100" + "120100" + "1A020202" + "22026162" + "2A0102" + "320102" + "2A0104" + "320106"));

        Assert.Equal([("a", 1L, 1L), ("b", 2L, 3L)], decoded.Items.Select(item => (item.Key, item.Value.Orders, item.Value.Units)));
    }

    [Fact]
    public void The_bytes_are_those_of_the_documented_message()
    {
        var tally = Tally.Of([Some.Order(lines: [new("tea", 2, 350), new("mug", 1, 900)])]);

        // USD; mug and tea share nothing and have three bytes each; orders 1 1; units 1 2; the first cell is mug's, the second tea's;
        // revenues 900 and 700; one order in USD in bucket 235; one customer with one order. Numbers are zigzag.
        Assert.Equal(
            "0A03555344" + "12020000" + "1A020606" + "22066D7567746561" + "2A020202" + "32020204" + "3A020002" + "4204880EF80A"
                + "7A0C" + "0A03555344" + "1202D603" + "1A0102" + "820106" + "62A08E113FB1",
            Convert.ToHexString(ItemsFormat.Encode(tally).Span));
    }

    [Fact]
    public void Names_are_written_without_what_they_share_with_the_one_before_in_whole_characters()
    {
        var tally = Tally.Of(
            [Some.Order(lines: [new("tea", 1, 1), new("teapot", 1, 1), new("tea 😀", 1, 1), new("tea 😁", 1, 1), new("tea 抹", 1, 1)])]);
        var bytes = ItemsFormat.Encode(tally).Span;
        var decoded = new Tally();
        ItemsFormat.DecodeInto(decoded, bytes);

        Assert.Equal(tally.Items.Keys.Order(StringComparer.Ordinal), decoded.Items.Keys.Order(StringComparer.Ordinal));
        Assert.Contains(
            "1205" + "00" + "06" + "08" + "08" + "06" + "1A05" + "06" + "08" + "08" + "08" + "06" + "2212" + "746561" + "20E68AB9"
                + "F09F9880" + "F09F9881"
                + "706F74",
            Convert.ToHexString(bytes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("12020200" + "1A020202" + "22026162", "a name shares more than there is")] // the first has none before it
    [InlineData("12020004" + "1A020202" + "22026162", "a name shares more than there is")]
    [InlineData("12020001" + "1A020202" + "22026162", "a name shares more than there is")] // less than none
    [InlineData("12020000" + "1A020204" + "22026162", "their columns have different lengths")]
    [InlineData("12020000" + "1A020201" + "22026162", "their columns have different lengths")]
    [InlineData("12020000" + "1A020202" + "2203616263", "their columns have different lengths")]
    [InlineData("1203000000" + "1A020202" + "22026162", "their columns have different lengths")]
    [InlineData("12020000" + "1A020202" + "22026162" + "3A0100"
        + "420102", "a revenue belongs to no item or currency")] // there is no currency
    [InlineData("12020000" + "1A020202" + "22026162" + "0A03555344" + "3A0104" + "420102", "a revenue belongs to no item or currency")]
    [InlineData("12020000" + "1A020202" + "22026162" + "0A03555344" + "3A0101" + "420102", "a revenue belongs to no item or currency")]
    [InlineData("12020000" + "1A020202" + "22026162" + "0A03555344" + "3A020000" + "42020202", "their revenues are not in order")]
    [InlineData("12020000" + "1A020202" + "22026162" + "0A03555344" + "3A020002" + "420102", "their columns have different lengths")]
    [InlineData("120100" + "1A0102" + "220161", "their columns have different lengths")] // more counts than names
    [InlineData("1203000000" + "1A03020202" + "2203616263", "their columns have different lengths")] // more names than counts
    public void Columns_that_do_not_fit_together_are_damaged(string columns, string expected) =>
        Assert.Equal(
            $"The item tallies are damaged: {expected}.",
            Assert.Throws<FormatException>(
                () => ItemsFormat.DecodeInto(new Tally(), Convert.FromHexString(columns + "2A020202" + "32020202"))).Message);

    [Fact]
    public void Sums_beyond_64_bits_are_kept()
    {
        var tally = Tally.Of(
            Enumerable.Repeat(Some.Order(lines: new Analytics.Core.Orders.OrderLine("a", 1_000_000, 1_000_000_000_000)), 100));
        var decoded = new Tally();
        ItemsFormat.DecodeInto(decoded, ItemsFormat.Encode(tally).Span);

        Assert.Equal(Int128.Parse("100000000000000000000", null), decoded.Items["a"].Revenue[Some.Usd]);
    }

    [Fact]
    public void Fields_of_a_later_version_are_passed_over()
    {
        var tally = Tally.Of([Some.Order()]);
        byte[] extended = [.. ItemsFormat.Encode(tally).Span, 0x9A, 0x01, 0x02, 0x01, 0x02, 0x98, 0x01, 0x05];
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
    [InlineData("12020000" + "1A020202" + "22026161" + "2A020202" + "32020202", "their items or currencies are not in order")]
    [InlineData("12020000" + "1A020202" + "22026261" + "2A020202" + "32020202", "their items or currencies are not in order")]
    [InlineData(
        "0A03555344" + "0A03555344" + "120100" + "1A0102" + "220161" + "2A0102" + "320102", "their items or currencies are not in order")]
    [InlineData("120100" + "1A0102" + "220161" + "2A0A" + "FEFFFFFFFFFFFFFFFF01" + "320102", "a count is larger than any can be")]
    [InlineData(
        "0A03555344" + "120100" + "1A0102" + "220161" + "2A0102" + "320102" + "3A0100" + "4213" + "FEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF01",
        "a revenue is larger than any can be")]
    public void What_no_tally_comes_to_is_damaged_and_overflows_nothing(string bytes, string expected) =>
        Assert.Equal(
            $"The item tallies are damaged: {expected}.",
            Assert.Throws<FormatException>(() => ItemsFormat.DecodeInto(new Tally(), Convert.FromHexString(bytes))).Message);
}
