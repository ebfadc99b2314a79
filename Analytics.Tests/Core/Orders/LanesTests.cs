using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Analytics.Core.Orders;
using Analytics.Tests.Support;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Core.Orders;

public class LanesTests
{
    [Fact]
    public void A_lane_is_a_slice_of_the_hash_space_in_which_Kinesis_splits_its_shards() =>
        Gen.Select(Gen.Int, Gen.Int[0, 8]).Sample((number, power) =>
        {
            var id = Some.Id(number);
#pragma warning disable CA5351 // the hash of Kinesis
            var hash = new BigInteger(MD5.HashData(Encoding.UTF8.GetBytes(id.ToString())), isUnsigned: true, isBigEndian: true);
#pragma warning restore CA5351
            return Lanes.Of(id, 1 << power) == (int)(hash * (1 << power) / BigInteger.Pow(2, 128));
        });

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(512)]
    [InlineData(-4)]
    public void The_number_of_lanes_is_a_power_of_two_up_to_256(int lanes)
    {
        Assert.False(Lanes.IsCount(lanes));
        Assert.Throws<ArgumentException>(() => Lanes.Of(Some.Id(1), lanes));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("7", 7)]
    [InlineData("255", 255)]
    [InlineData("256", 0)]
    [InlineData("-1", 0)]
    [InlineData("1.5", 0)]
    [InlineData("1e1", 0)]
    [InlineData(" 1", 0)]
    [InlineData("x", 0)]
    [InlineData("", 0)]
    [InlineData(null, 0)]
    public void What_names_no_lane_is_lane_0(string? text, int lane) =>
        Assert.Equal((lane, lane), (Lanes.Read(text), Lanes.Read(Encoding.UTF8.GetBytes(text ?? ""))));
}
