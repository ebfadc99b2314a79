using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Tallies;

namespace Analytics.Benchmarks.Commit;

/// <summary>The usual way: <c>UpdateItem</c> with <c>ADD</c> for the minute and for each line. What comes twice counts twice.</summary>
internal sealed class AddPerLineWay(IAmazonDynamoDB dynamoDb, string table) : CommitWay
{
    public override async Task TakeAsync(TrafficBatch batch)
    {
        foreach (var update in batch.Changes.SelectMany(change => MinuteItems.Of(table, change)))
        {
            await dynamoDb.UpdateItemAsync(new UpdateItemRequest
            {
                TableName = update.TableName,
                Key = update.Key,
                UpdateExpression = update.UpdateExpression,
                ExpressionAttributeValues = update.ExpressionAttributeValues,
            });
        }
    }

    public override Task<Totals> TotalsAsync() => MinuteItems.TotalsAsync(dynamoDb, table);
}
