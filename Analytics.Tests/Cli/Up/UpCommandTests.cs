using Analytics.Cli.Up;
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
            + "--parameter Lanes=8 --parameter MetricNamespace=a=b --stack-name shop --demo --seed 7 --quiet");

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
