using Analytics.Local;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Local;

public class LocalStackOptionsTests
{
    private const string StackNameRule = "StackName must be 1 to 128 letters, digits and -, beginning with a letter";

    private static readonly LocalStackOptions Right = new()
    {
        TemplatePath = "template.yaml",
        CodeDirectory = "functions",
        NodeModulesDirectory = "node_modules",
        Log = new RecordingLog(),
        Random = new Random(1),
        Page = PageFixture.Page,
        CurrencyDecimals = new Dictionary<string, int>(),
        StackName = "shop-1",
    };

    public static TheoryData<string, LocalStackOptions> Wrong => new()
    {
        { $"{StackNameRule}; got 'my_shop'.", Right with { StackName = "my_shop" } },
        { $"{StackNameRule}; got '1shop'.", Right with { StackName = "1shop" } },
        { "ApiPort must be a port from 0 to 65535; got '-1'.", Right with { ApiPort = -1 } },
        { "CloudWatchPort must be a port from 0 to 65535; got '65536'.", Right with { CloudWatchPort = 65_536 } },
        {
            "DynamoDbStreamsEndpoint must be an http or https address; got 'ftp://streams.test/'.",
            Right with { DynamoDbStreamsEndpoint = new Uri("ftp://streams.test") }
        },
        {
            "KinesisEndpoint must be an http or https address; got 'ftp://kinesis.test/'.",
            Right with { KinesisEndpoint = new Uri("ftp://kinesis.test") }
        },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_option_stops_the_start_and_is_reported_with_its_value_and_the_rule(string expected, LocalStackOptions options)
    {
        var wrong = await Assert.ThrowsAsync<ArgumentException>(() => LocalStack.StartAsync(options, default));

        Assert.StartsWith(expected, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Right_options_are_returned() => Assert.Same(Right, Right.Checked());
}
