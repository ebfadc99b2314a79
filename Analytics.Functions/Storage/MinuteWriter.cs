using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Functions.Storage;

/// <summary>Writes the part of a minute document, its new piece before it, under the part's condition.</summary>
internal sealed class MinuteWriter(IAmazonDynamoDB dynamoDb, string table)
{
    /// <summary>See <see cref="IMinuteStore.TryWriteAsync"/>.</summary>
    public async Task<PartWrite> TryWriteAsync(MinuteWrite write, IReadOnlyList<RollupPeriod> over, CancellationToken cancellationToken)
    {
        var units = write is { Piece: { } piece, PieceIsThere: false } ? await PutAsync(piece, cancellationToken) : 0;
        var put = Conditional(write.Part);
        var written = over.Count == 0 ? await PutAsync(put, cancellationToken) : await PutAsync(put, over, cancellationToken);
        return written is PartWrite.Written(var ofPart) ? new PartWrite.Written(units + ofPart) : written;
    }

    // Its key has the attempt's token, so it is nobody else's, and the same write again writes the same.
    private async Task<double> PutAsync(MinutePiece piece, CancellationToken cancellationToken)
    {
        var response = await dynamoDb.PutItemAsync(
            new PutItemRequest { TableName = table, Item = MinutePieceItem.Write(piece), ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL },
            cancellationToken);
        return response.ConsumedCapacity?.CapacityUnits ?? 0;
    }

    private async Task<PartWrite> PutAsync(Put put, CancellationToken cancellationToken)
    {
        try
        {
            var response = await dynamoDb.PutItemAsync(
                new PutItemRequest
                {
                    TableName = put.TableName,
                    Item = put.Item,
                    ConditionExpression = put.ConditionExpression,
                    ExpressionAttributeNames = put.ExpressionAttributeNames,
                    ExpressionAttributeValues = put.ExpressionAttributeValues,
                    ReturnValuesOnConditionCheckFailure = put.ReturnValuesOnConditionCheckFailure,
                    ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
                },
                cancellationToken);
            return new PartWrite.Written(response.ConsumedCapacity?.CapacityUnits ?? 0);
        }
        catch (ConditionalCheckFailedException lost)
        {
            return Lost(lost.Item);
        }
        catch (TransactionConflictException)
        {
            return new PartWrite.Busy();
        }
    }

    private async Task<PartWrite> PutAsync(Put put, IReadOnlyList<RollupPeriod> over, CancellationToken cancellationToken)
    {
        try
        {
            var response = await dynamoDb.TransactWriteItemsAsync(
                new TransactWriteItemsRequest
                {
                    ReturnConsumedCapacity = ReturnConsumedCapacity.TOTAL,
                    TransactItems = [new TransactWriteItem { Put = put }, .. over.Select(period => new TransactWriteItem { Update = RollupItem.MarkLate(table, period) })],
                },
                cancellationToken);
            return new PartWrite.Written((response.ConsumedCapacity ?? []).Sum(capacity => capacity.CapacityUnits ?? 0));
        }
        catch (TransactionCanceledException cancelled)
        {
            var reasons = cancelled.CancellationReasons ?? [];
            if (reasons is [{ Code: "ConditionalCheckFailed" } first, ..])
            {
                return Lost(first.Item);
            }

            if (reasons.Exists(reason => reason.Code == "TransactionConflict"))
            {
                return new PartWrite.Busy();
            }

            throw;
        }
    }

    private Put Conditional(MinutePart part)
    {
        var put = new Put
        {
            TableName = table,
            Item = MinuteItem.Write(part),
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };
        if (part.Revision == 1)
        {
            put.ConditionExpression = "attribute_not_exists(#pk)";
            put.ExpressionAttributeNames = new Dictionary<string, string> { ["#pk"] = MinuteItem.PartitionKey };
        }
        else
        {
            put.ConditionExpression = "#rev = :read";
            put.ExpressionAttributeNames = new Dictionary<string, string> { ["#rev"] = MinuteItem.Revision };
            put.ExpressionAttributeValues = new Dictionary<string, AttributeValue>
            {
                [":read"] = new() { N = (part.Revision - 1).ToString(CultureInfo.InvariantCulture) },
            };
        }

        return put;
    }

    private static PartWrite.Lost Lost(Dictionary<string, AttributeValue>? current) =>
        new(current is { Count: > 0 } ? MinuteItem.Read(current) : null);
}
