using Analytics.Cli.Up;
using Analytics.Local.Tokens;
using Xunit;

namespace Analytics.Tests.Cli.Up;

public class UpCommandTests
{
    [Fact]
    public void Defaults_are_the_folders_of_the_project_and_port_3000()
    {
        var options = Read("");

        var project = options.ProjectDirectory;
        Assert.True(File.Exists(Path.Combine(project, "template.yaml")));
        Assert.Equal(
            new UpOptions
            {
                ProjectDirectory = project,
                DataDirectory = Path.Combine(project, ".local"),
                TemplateFile = Path.Combine(project, "template.yaml"),
                FunctionsDirectory = Path.Combine(project, "artifacts/publish/Analytics.Functions/release"),
                ApiPort = 3000,
                Access = LocalAccess.Open,
                IssuerPort = 3002,
                Parameters = options.Parameters,
            },
            options);
        Assert.Empty(options.Parameters);
    }

    [Fact]
    public void The_demo_has_a_home_of_its_own()
    {
        var options = Read("--demo");

        Assert.Equal(Path.Combine(options.ProjectDirectory, ".local-demo"), options.DataDirectory);
    }

    [Fact]
    public void Everything_can_be_given()
    {
        var options = Read(
            "--data d --template t.yaml --functions f --api-port 1 --dashboard-port 8 --dynamodb-port 2 --kinesis-port 3 "
                + "--cloudwatch-port 4 "
            + "--dynamodb-endpoint http://127.0.0.1:5 --kinesis-endpoint https://kinesis.test:6 "
            + "--parameter Lanes=8 --parameter MetricNamespace=a=b --access JWT --issuer-port 9 --stack-name shop --demo --seed 7 --quiet");

        var current = Environment.CurrentDirectory;
        Assert.Equal(
            new UpOptions
            {
                ProjectDirectory = options.ProjectDirectory,
                DataDirectory = Path.Combine(current, "d"),
                TemplateFile = Path.Combine(current, "t.yaml"),
                FunctionsDirectory = Path.Combine(current, "f"),
                ApiPort = 1,
                DashboardPort = 8,
                DynamoDbPort = 2,
                KinesisPort = 3,
                CloudWatchPort = 4,
                DynamoDbEndpoint = new Uri("http://127.0.0.1:5"),
                KinesisEndpoint = new Uri("https://kinesis.test:6"),
                Parameters = options.Parameters,
                Access = LocalAccess.Jwt,
                IssuerPort = 9,
                StackName = "shop",
                Demo = true,
                Seed = 7,
                Quiet = true,
            },
            options);
        Assert.Equal(
            new Dictionary<string, string> { ["Lanes"] = "8", ["MetricNamespace"] = "a=b" },
            options.Parameters.ToDictionary());
    }

    // The product's own template is closed by default; of another template nothing is known.
    [Theory]
    [InlineData("--template t.yaml")]
    [InlineData("--parameter Access=JWT")]
    public void Access_is_left_to_another_template_and_to_a_parameter(string arguments) => Assert.Null(Read(arguments).Access);

    [Theory]
    [InlineData("", "Open")]
    [InlineData("--access open", "Open")]
    [InlineData("--access jwt", "JWT")]
    [InlineData("--access iam", "IAM")]
    public void Access_is_a_parameter_of_the_template(string arguments, string expected)
    {
        var options = Read(arguments);

        Assert.Equal(expected, AccessParameters.AddTo(options.Parameters, options.Access)[AccessParameters.Access]);
    }

    [Fact]
    public void The_local_issuer_starts_for_tokens_only_and_not_beside_another()
    {
        Assert.Null(AccessParameters.IssuerOf(Read("")));
        Assert.Null(AccessParameters.IssuerOf(Read("--access jwt --parameter JwtIssuer=https://idp.example --parameter JwtAudience=shop")));
        Assert.Equal(
            new TokenIssuerOptions
            {
                Port = 3002, Audience = "order-analytics", IssuerParameter = "JwtIssuer", AudienceParameter = "JwtAudience",
            },
            AccessParameters.IssuerOf(Read("--access jwt")));
        Assert.Equal(
            new TokenIssuerOptions { Port = 3002, Audience = "a", IssuerParameter = "JwtIssuer" },
            AccessParameters.IssuerOf(Read("--access jwt --parameter JwtAudience=a,b")));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("--access jwt", "Page=on PageClientId=page")]
    [InlineData("--access jwt --parameter Page=off", "Page=off PageClientId=page")]
    [InlineData("--access jwt --parameter JwtIssuer=https://idp.example --parameter JwtAudience=shop",
        "JwtAudience=shop JwtIssuer=https://idp.example")]
    public void The_api_serves_the_page_where_the_local_issuer_signs_its_viewers_in(string arguments, string expected)
    {
        var options = Read(arguments);
        var parameters = new Dictionary<string, string>(options.Parameters);

        AccessParameters.AddPage(parameters, options);

        Assert.Equal(expected.StartsWith("Page=on", StringComparison.Ordinal), AccessParameters.ServesPage(options));
        Assert.Equal(expected, string.Join(' ', parameters.OrderBy(one => one.Key).Select(one => $"{one.Key}={one.Value}")));
    }

    [Fact]
    public void The_exit_code_is_that_of_the_run()
    {
        var command = new UpCommand(options => Task.FromResult(options.Ephemeral ? 41 : 0));

        Assert.Equal(41, command.Parse("--ephemeral").Invoke());
    }

    private static UpOptions Read(string arguments)
    {
        var command = new UpCommand(_ => throw new InvalidOperationException("Reading runs nothing."));
        var parsed = command.Parse(arguments);
        Assert.Empty(parsed.Errors);
        return command.Read(parsed);
    }
}
