using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Storage;
using Analytics.Tests.Against;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Storage;

[Trait(TestKind.Name, TestKind.Process)]
public class DynamoCatalogueTests(DynamoDbFixture dynamoDb) : IClassFixture<DynamoDbFixture>
{
    [TrimmedNumbersFact]
    public async Task It_reads_the_prices_of_items_that_are_there()
    {
        var table = await dynamoDb.NewTableAsync("catalogue", (DynamoCatalogue.Key, KeyType.HASH));
        await PutAsync(table, "tea", new() { ["USD"] = new() { N = "3.50" }, ["EUR"] = new() { S = "cheap" } });
        await PutAsync(table, "mug", null);
        var catalogue = new DynamoCatalogue(dynamoDb.Client, table, TimeProvider.System);

        var prices = await catalogue.ReadAsync(["tea", "mug", "pot"], default);

        Assert.Equal(["mug", "tea"], prices.Keys.Order());
        Assert.Empty(prices["mug"]);
        Assert.Equal(["USD=3.5"], prices["tea"].Select(price => $"{price.Key}={price.Value}"));
        Assert.Empty(await catalogue.ReadAsync([], default));
    }

    private async Task PutAsync(string table, string sku, Dictionary<string, AttributeValue>? prices)
    {
        var item = new Dictionary<string, AttributeValue> { [DynamoCatalogue.Key] = new() { S = sku } };
        if (prices is not null)
        {
            item[DynamoCatalogue.Prices] = new AttributeValue { M = prices };
        }

        await dynamoDb.Client.PutItemAsync(new PutItemRequest { TableName = table, Item = item });
    }
}
