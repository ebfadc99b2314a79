using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Analytics.Core.Alerts;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Alerts;
using Analytics.Storage;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.EndToEnd;

/// <summary>Evaluations of alerts that a test makes itself, at times of its choice, on a stack whose schedule is switched off.</summary>
internal static class AlertEvaluation
{
    /// <summary>Writes the product's template without the schedule of the alerts into a directory, and returns its file.</summary>
    public static string TemplateWithoutSchedule(DirectoryInfo directory)
    {
        const string schedule = "Schedule: rate(1 minute)\n";
        var text = File.ReadAllText(Path.Combine(StackFixture.Root(), "template.yaml"));
        Assert.Equal(2, text.Split("EachMinute:").Length);
        Directory.CreateSymbolicLink(Path.Combine(directory.FullName, "dashboards"), Path.Combine(StackFixture.Root(), "dashboards"));
        var file = Path.Combine(directory.FullName, "template.yaml");
        var at = text.IndexOf(schedule, text.IndexOf("EachMinute:", StringComparison.Ordinal), StringComparison.Ordinal) + schedule.Length;
        File.WriteAllText(file, text.Insert(at, "            Enabled: false\n"));
        return file;
    }

    /// <summary>Evaluates as the product does, on the tables of a stack, with a clock that shows a time.</summary>
    public static async Task RunAsync(StackFixture stack, DateTimeOffset at)
    {
        using var dynamoDb = new AmazonDynamoDBClient(
            new BasicAWSCredentials("local", "local"),
            new AmazonDynamoDBConfig { ServiceURL = $"{stack.Endpoints.DynamoDb}", AuthenticationRegion = stack.Endpoints.Region });
        var (table, time) = (stack.Endpoints.Tables["AggregatesTable"], new FakeTimeProvider(at));
        var minutes = new DynamoMinuteStore(dynamoDb, table);
        var rollups = new RollupReader(new DynamoRollupStore(dynamoDb, table, new Random(1)), minutes, 4);
        using var sender = new WebhookSender(new WebhookRules(allowsPrivate: true));
        await new AlertEvaluator(
            new DynamoSharedStore<Alert>(dynamoDb, table, new AlertItem(), Random.Shared),
            new AlertReader(new AggregateReader(minutes, rollups, 4, time)), sender, time).EvaluateAsync(_ => { }, default);
    }
}
