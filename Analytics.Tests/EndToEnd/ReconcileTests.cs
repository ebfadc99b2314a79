using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Analytics.Cli.Reconcile;
using Analytics.Cli.Tables;
using Analytics.Storage;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.EndToEnd;

[Trait(TestKind.Name, TestKind.Process)]
[Collection(WholeSystem.Name)]
public sealed class ReconcileTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("analytics data ");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Reconcile_finds_no_difference_until_a_total_is_changed_by_hand()
    {
        await using var stack = await StackFixture.StartAsync(_data.FullName);
        var expected = await Traffic.RunAsync(stack.Api, seed: 5);
        await Eventually.EqualAsync(expected, () => Traffic.TotalsAsync(stack.Api), () => stack.Log.Tail());

        var (agreed, nothing) = await ReconcileAsync();
        Assert.Equal(ReconcileSession.Agreed, agreed);
        Assert.Contains("no difference", nothing, StringComparison.Ordinal);

        await ChangeATotalAsync(stack);
        var (differs, difference) = await ReconcileAsync();
        Assert.Equal(ReconcileSession.Differs, differs);
        Assert.Contains("  units  ", difference, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reconcile_without_a_stack_cannot_tell() =>
        Assert.Equal(ReconcileSession.Unknown, (await ReconcileAsync()).ExitCode);

    private async Task<(int ExitCode, string Output)> ReconcileAsync()
    {
        using var output = new StringWriter();
        var options = new ReconcileOptions(new TableNames(_data.FullName));
        return (await ReconcileSession.RunAsync(options, output, TextWriter.Null, TimeProvider.System, default), output.ToString());
    }

    private static async Task ChangeATotalAsync(StackFixture stack)
    {
        using var dynamoDb = new AmazonDynamoDBClient(
            new BasicAWSCredentials("local", "local"),
            new AmazonDynamoDBConfig { ServiceURL = stack.Endpoints.DynamoDb.ToString(), AuthenticationRegion = "us-east-1" });
        var table = stack.Endpoints.Tables["AggregatesTable"];
        var item = (await dynamoDb.ScanAsync(new ScanRequest { TableName = table })).Items
            .First(item => item["pk"].S.StartsWith("minute#", StringComparison.Ordinal));
        item["units"].N = (long.Parse(item["units"].N, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
        item[ItemChecksum.Name] = ItemChecksum.Of(item);
        await dynamoDb.PutItemAsync(table, item);
    }
}
