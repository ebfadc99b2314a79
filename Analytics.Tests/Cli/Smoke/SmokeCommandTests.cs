using Analytics.Cli.Smoke;
using Xunit;

namespace Analytics.Tests.Cli.Smoke;

public class SmokeCommandTests
{
    [Fact]
    public void A_stack_and_how_long_to_wait_are_read()
    {
        var options = Read("--stack shop --token-file token.txt --timeout 5 --yes --json").Options!;

        Assert.Equal(("shop", null, false), (options.Stack, options.Api, options.Sign));
        Assert.Equal(
            (Path.GetFullPath("token.txt"), TimeSpan.FromSeconds(5), true, true),
            (options.TokenFile, options.Timeout, options.Yes, options.Json));
    }

    [Fact]
    public void An_api_may_be_named_whose_requests_are_signed()
    {
        var options = Read("--api https://shop.test --sign").Options!;

        Assert.Equal(
            (null, "https://shop.test/", true, TimeSpan.FromMinutes(1), false),
            (options.Stack, options.Api!.ToString(), options.Sign, options.Timeout, options.Yes));
    }

    [Theory]
    [InlineData("--stack shop --api https://shop.test", "--stack and --api both name an API: leave out one of them.")]
    [InlineData("--sign", "--sign goes with --api and without --token-file")]
    [InlineData("--stack shop --sign", "--sign goes with --api and without --token-file")]
    [InlineData("--api https://shop.test --sign --token-file t", "--sign goes with --api and without --token-file")]
    [InlineData("--json", "--json needs --yes")]
    [InlineData("--timeout 0", "--timeout must be 1 to 900 seconds; was '0'.")]
    public void Options_that_do_not_go_together_are_reported(string arguments, string expected) =>
        Assert.StartsWith(expected, Read(arguments).Error, StringComparison.Ordinal);

    private static ParsedArguments<SmokeOptions> Read(string arguments) =>
        ParsedArguments<SmokeOptions>.OfLine(run => new SmokeCommand((options, _) => run(options)), arguments);
}
