using System.Text;
using Analytics.Core.Orders;
using Analytics.Tests.Support;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Core.Orders;

public class ChangeIdTests
{
    private static readonly OrderId Order = Some.Id(1);

    [Fact]
    public void The_first_half_is_the_hash_of_the_order_id()
    {
        var id = ChangeId.Fresh(Order, [], new Random(1));

        Assert.Equal((0xcaa38c9cu, ChangeId.HashOf(Order)), (ChangeId.HashOf(Order), id.OrderHash));
        Assert.Equal((true, false), (id.IsOf(Order), id.IsOf(Some.Id(2))));
    }

    [Fact]
    public void What_is_written_reads_back_from_text_and_from_bytes() =>
        Gen.ULong[1, ulong.MaxValue].Sample(value =>
        {
            var text = new ChangeId(value).ToString();
            return text.Length == ChangeId.Digits && !text.Any(char.IsUpper)
                && ChangeId.TryParse(text, out var read) && read.Value == value
                && ChangeId.TryParse(Encoding.UTF8.GetBytes(text), out read) && read.Value == value;
        });

    [Theory]
    [InlineData("0123456789abcdef", true)]
    [InlineData("0123456789ABCDEF", true)]
    [InlineData("0000000000000000", false)] // no change
    [InlineData("123456789abcdef", false)]
    [InlineData("00123456789abcdef", false)]
    [InlineData("0x23456789abcdef0", false)]
    [InlineData(" 123456789abcdef", false)]
    [InlineData("-123456789abcdef", false)]
    [InlineData("0123456789abcdeg", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void An_id_is_16_hexadecimal_digits(string? text, bool isRead) =>
        Assert.Equal((isRead, isRead), (ChangeId.TryParse(text, out _), ChangeId.TryParse(Encoding.UTF8.GetBytes(text ?? ""), out _)));

    // The second random number is that of the first id again, the third is not.
    [Fact]
    public void A_fresh_id_is_none_that_the_order_has()
    {
        var random = new Repeating(5, 5, 6);
        var first = ChangeId.Fresh(Order, [], random);

        Assert.Equal(new ChangeId(first.Value + 1), ChangeId.Fresh(Order, [first], random));
    }

    [Fact]
    public void A_fresh_id_is_never_none() =>
        Assert.False(new ChangeId(ChangeId.Fresh(Order, [], new Repeating(1)).Value & uint.MaxValue).IsNone);

    [Fact]
    public void The_id_of_a_record_is_the_same_at_each_delivery_and_another_for_each_record()
    {
        static ChangeId Of(int order, string eventId, long second) =>
            ChangeId.OfRecord(Some.Id(order), Encoding.UTF8.GetBytes(eventId), second);

        Assert.Equal(Of(1, "e", 100), Of(1, "e", 100));
        Assert.Equal(4, new[] { Of(1, "e", 100), Of(1, "f", 100), Of(1, "e", 101), Of(2, "e", 100) }.Distinct().Count());
        Assert.True(Of(1, "e", 100).IsOf(Order));
    }

    // Worked out by another implementation of docs/formats.md.
    [Fact]
    public void The_id_of_a_record_is_the_documented_one() =>
        Assert.Equal("2b57e1913c2ab1d9", ChangeId.OfRecord(Some.Id(3), "e7"u8, 1_795_437_007).ToString());

    // An emulator numbers its records 1, 2, 3 … for each table: with the second they are others of another table.
    [Fact]
    public void Records_of_one_order_hardly_ever_share_an_id()
    {
        var ids = new HashSet<ChangeId>();
        for (var number = 0; number < 2_000; number++)
        {
            Assert.True(ids.Add(ChangeId.OfRecord(
                Order, Encoding.UTF8.GetBytes(number.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                1_700_000_000 + number / 10)));
        }
    }

    private sealed class Repeating(params long[] numbers) : Random
    {
        private int _next;

        public override long NextInt64(long minValue, long maxValue) =>
            Math.Clamp(numbers[Math.Min(_next++, numbers.Length - 1)], minValue, maxValue - 1);
    }
}
