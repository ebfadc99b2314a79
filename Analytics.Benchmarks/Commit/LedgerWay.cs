using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Changes;
using Analytics.Core.Tallies;

namespace Analytics.Benchmarks.Commit;

/// <summary>
/// The exact way that is usually taught: a transaction that puts the change into a ledger, unless it is there, and adds to the items.
/// </summary>
internal sealed class LedgerWay(IAmazonDynamoDB dynamoDb, string table) : CommitWay
{
    public override async Task TakeAsync(TrafficBatch batch)
    {
        foreach (var change in batch.Changes)
        {
            try
            {
                await dynamoDb.TransactWriteItemsAsync(new TransactWriteItemsRequest
                {
                    TransactItems = [new TransactWriteItem { Put = Ledger(change) },
                        .. MinuteItems.Of(table, change).Select(update => new TransactWriteItem { Update = update })],
                });
            }
            catch (TransactionCanceledException cancelled) when (cancelled.CancellationReasons is [{ Code: "ConditionalCheckFailed" }, ..])
            {
                // It is in the ledger: it has been counted. DynamoDB charges for the attempt, the emulator does not say how much.
            }
        }
    }

    public override Task<Totals> TotalsAsync() => MinuteItems.TotalsAsync(dynamoDb, table);

    private Put Ledger(OrderChange change) => new()
    {
        TableName = table,
        Item = new() { ["pk"] = new AttributeValue($"ledger#{change.Id}"), ["sk"] = new AttributeValue("1") },
        ConditionExpression = "attribute_not_exists(pk)",
    };
}
