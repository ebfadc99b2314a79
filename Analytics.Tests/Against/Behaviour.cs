using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Analytics.Tests.Against;

/// <summary>Something that AWS documents and a test needs, and that a provider may do otherwise.</summary>
/// <param name="Rule">What AWS does.</param>
/// <param name="ProbeAsync">What a provider does instead, found on a table with the key <c>pk</c>; null if the same.</param>
internal sealed record Behaviour(string Rule, Func<IAmazonDynamoDB, string, Task<string?>> ProbeAsync)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>DynamoDB developer guide, "Supported data types": leading and trailing zeroes are trimmed.</summary>
    public static readonly Behaviour TrimsNumbers = new("DynamoDB trims trailing zeroes of numbers", async (dynamoDb, table) =>
    {
        var key = new Dictionary<string, AttributeValue> { ["pk"] = new("probe") };
        await dynamoDb.PutItemAsync(table, new(key) { ["n"] = new() { N = "3.50" } });
        var number = (await dynamoDb.GetItemAsync(table, key, consistentRead: true)).Item["n"].N;
        return number == "3.5" ? null : $"3.50 is read back as {number}";
    });

    /// <summary>
    /// What the provider of this run does otherwise, as a reason to skip a test; null if it does as AWS, or there is none.
    /// </summary>
    public async Task<string?> OtherwiseAsync()
    {
        if (Provider.Named is null)
        {
            return null;
        }

        var provider = await Provider.ConnectAsync();
        var table = $"{Provider.Prefix}-probe-{Guid.NewGuid():N}";
        using var dynamoDb = provider.NewDynamoDb();
        try
        {
            await dynamoDb.CreateTableAsync(new CreateTableRequest
            {
                TableName = table,
                BillingMode = BillingMode.PAY_PER_REQUEST,
                KeySchema = [new("pk", KeyType.HASH)],
                AttributeDefinitions = [new("pk", ScalarAttributeType.S)],
            });
            while ((await dynamoDb.DescribeTableAsync(table)).Table.TableStatus != TableStatus.ACTIVE)
            {
                await Task.Delay(Pause);
            }

            return await ProbeAsync(dynamoDb, table) is { } otherwise ? $"{Rule}; here {otherwise}" : null;
        }
        finally
        {
            await provider.RemoveAsync([table], []);
        }
    }
}
