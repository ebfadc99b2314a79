using Analytics.Cli.Signing;
using Analytics.Cli.Smoke;
using Xunit;

namespace Analytics.Tests.Cli.Smoke;

public class SmokeTargetTests
{
    [Fact]
    public void A_stack_that_asks_for_tokens_needs_one()
    {
        Assert.StartsWith(
            "The stack shop asks for tokens (Access=JWT): give --token-file FILE",
            Assert.Throws<IOException>(() => Target("JWT", tokenFile: null)).Message, StringComparison.Ordinal);

        using var target = Target("JWT", "token.txt");
        Assert.Equal(("https://a.test/", "a token"), (target.Api.ToString(), target.Access));
    }

    [Fact]
    public void A_stack_that_is_open_gets_neither()
    {
        using var target = Target("Open", tokenFile: null);

        Assert.Equal("open to anyone", target.Access);
    }

    [Fact]
    public void A_stack_without_an_API_is_reported() => Assert.StartsWith(
        "The stack shop has no output ApiUrl",
        Assert.Throws<IOException>(() => SmokeTarget.OfStack(
            new StackDescription(new Dictionary<string, string>(), new Dictionary<string, string>()), "shop", null, TimeProvider.System))
            .Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("https://abc123.execute-api.eu-west-1.amazonaws.com", "eu-west-1")]
    [InlineData("https://abc123.execute-api.cn-north-1.amazonaws.com.cn", "cn-north-1")]
    [InlineData("https://orders.shop.test", null)]
    [InlineData("https://execute-api.eu-west-1.amazonaws.com.shop.test", null)]
    public void The_region_is_that_of_the_address(string api, string? region) => Assert.Equal(region, SmokeTarget.RegionOf(new Uri(api)));

    private static SmokeTarget Target(string access, string? tokenFile) => SmokeTarget.OfStack(
        new StackDescription(
            new Dictionary<string, string> { ["ApiUrl"] = "https://a.test" }, new Dictionary<string, string> { ["Access"] = access }),
        "shop", tokenFile, TimeProvider.System);
}
