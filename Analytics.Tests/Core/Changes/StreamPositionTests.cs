using System.Globalization;
using System.Numerics;
using System.Text;
using Analytics.Core.Changes;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Core.Changes;

public class StreamPositionTests
{
    [Theory]
    [InlineData(100, "5", 101, "1")] // an earlier second comes first, whatever the numbers are
    [InlineData(100, "5", 100, "6")]
    [InlineData(100, "9", 100, "10")] // as text the other way round
    [InlineData(100, "999999999", 100, "1000000000")] // one more digit than is looked at
    [InlineData(100, "1405400000000999999998", 100, "1405400000001000000003")]
    [InlineData(100, "000000000000000000000", 100, "000000000000000000001")]
    [InlineData(-62135596800, "1", 0, "2")] // a record that does not say when it was made
    [InlineData(long.MinValue, "1", long.MinValue, "2")]
    [InlineData(long.MaxValue, "1", long.MaxValue, "2")]
    public void Of_two_records_of_an_order_one_is_before_the_other(long second, string number, long otherSecond, string otherNumber)
    {
        var (first, then) = (Of(second, number), Of(otherSecond, otherNumber));

        Assert.Equal((true, false), (first.IsBefore(then), then.IsBefore(first)));
    }

    [Fact]
    public void No_record_is_before_itself() =>
        Gen.Select(Gen.Long[0, 1L << 33], Gen.Long[0, long.MaxValue]).Sample((second, number) =>
        {
            var position = Of(second, number.ToString(CultureInfo.InvariantCulture));
            return !position.IsBefore(position);
        });

    // Numbers of one second lie close together; sequence numbers have up to 40 digits (API reference, StreamRecord).
    [Fact]
    public void The_records_of_a_second_are_in_the_order_of_their_sequence_numbers_wherever_the_digits_begin_anew() =>
        Gen.Select(Gen.Int[0, 39], Gen.Long[-1_000, 1_000], Gen.Long[1, 400_000_000]).Sample((power, offset, distance) =>
        {
            var number = BigInteger.Max(0, BigInteger.Pow(10, power) + offset);
            var (first, then) = (Of(1_700_000_000, number.ToString(CultureInfo.InvariantCulture)),
                Of(1_700_000_000, (number + distance).ToString(CultureInfo.InvariantCulture)));
            return first.IsBefore(then) && !then.IsBefore(first);
        });

    private static StreamPosition Of(long second, string number) => StreamPosition.Of(second, Encoding.UTF8.GetBytes(number));
}
