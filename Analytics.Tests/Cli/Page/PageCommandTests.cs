using Analytics.Cli.Page;
using Xunit;

namespace Analytics.Tests.Cli.Page;

public class PageCommandTests
{
    [Fact]
    public void The_api_its_token_the_port_and_further_dimensions_are_read()
    {
        var options = Read("--api https://shop.test/prod --token-file token.txt --port 0 --dimensions campaign").Options!;

        Assert.Equal(("https://shop.test/prod", 0), (options.Api?.ToString(), options.Port));
        Assert.Equal(Path.GetFullPath("token.txt"), options.TokenFile);
        Assert.Equal(["channel", "country", "campaign"], options.Dimensions);
    }

    [Fact]
    public void Without_options_it_shows_the_running_local_stack()
    {
        var options = Read("").Options!;

        Assert.Equal((null, null, 3003), (options.Api, options.TokenFile, options.Port));
        Assert.Equal(["channel", "country"], options.Dimensions);
    }

    [Theory]
    [InlineData("--api shop.test", "--api must be an https address, or an http one of this machine; was 'shop.test'.")]
    [InlineData("--api http://shop.test", "--api must be an https address, or an http one of this machine; was 'http://shop.test'.")]
    [InlineData("--port 70000", "--port must be a port from 0 to 65535; was '70000'.")]
    [InlineData("--dimensions country", "--dimensions: 'country' cannot name a further dimension")]
    public void A_wrong_option_is_reported_with_its_value(string arguments, string expected) =>
        Assert.StartsWith(expected, Read(arguments).Error, StringComparison.Ordinal);

    private static ParsedArguments<PageOptions> Read(string arguments) =>
        ParsedArguments<PageOptions>.OfLine(run => new PageCommand(run), arguments);
}
