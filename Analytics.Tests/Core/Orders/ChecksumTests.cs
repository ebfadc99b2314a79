using Analytics.Core.Orders;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Core.Orders;

public class ChecksumTests
{
    // RFC 3720, appendix B.4, and the check value that catalogues of checksums give for "123456789".
    [Theory]
    [InlineData("313233343536373839", 0xe3069283)]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", 0x8a9136aa)]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", 0x62a8ab43)]
    [InlineData("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F", 0x46dd794e)]
    [InlineData("", 0)]
    public void It_is_CRC_32C(string bytes, uint expected) => Assert.Equal(expected, Checksum.Of(Convert.FromHexString(bytes)));

    [Fact]
    public void Bytes_in_two_parts_have_the_checksum_of_the_whole() =>
        Gen.Select(Gen.Byte.Array[0, 50], Gen.Byte.Array[0, 50]).Sample((first, then) =>
            Checksum.Of(then, Checksum.Of(first)) == Checksum.Of([.. first, .. then]));
}
