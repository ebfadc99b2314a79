using Analytics.Core.Orders;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Core.Orders;

public class ChangeTokenTests
{
    [Fact]
    public void It_names_the_document_and_the_newest_change_of_an_order()
    {
        var token = ChangeToken.Of((Some.Order(at: "10:05:59.999") with { Lane = 3 }).Cancel(Some.Change(1, 0x215be2d8), Some.At("12:00")));

        Assert.Equal("2026-11-23T10:05Z.3.caa38c9c215be2d8", token.ToString());
        Assert.True(ChangeToken.TryParse(token.ToString(), out var read));
        Assert.Equal(token, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-23T10:05Z.3")]
    [InlineData("2026-11-23T10:05Z.3.caa38c9c215be2d8.1")]
    [InlineData("2026-11-23T10:05Z.256.caa38c9c215be2d8")]
    [InlineData("2026-11-23T10:05Z.-1.caa38c9c215be2d8")]
    [InlineData("2026-11-23T10:05Z.3.0000000000000000")]
    [InlineData("2026-11-23T10:05Z.3.caa38c9c")]
    [InlineData("2026-11-23.3.caa38c9c215be2d8")]
    [InlineData("no token at all")]
    public void What_is_no_token_is_not_read(string text) => Assert.False(ChangeToken.TryParse(text, out _));
}
