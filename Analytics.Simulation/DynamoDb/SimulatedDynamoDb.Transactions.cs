using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.DynamoDb.Values;
using Analytics.Simulation.Injection;
using Analytics.Simulation.Running;

namespace Analytics.Simulation.DynamoDb;

/// <summary>Write transactions: all or nothing, and idempotent for a repeated client request token.</summary>
internal sealed partial class SimulatedDynamoDb
{
    private const int MaxActions = 100;

    public override Task<TransactWriteItemsResponse> TransactWriteItemsAsync(
        TransactWriteItemsRequest request, CancellationToken cancellationToken = default)
    {
        var writes = request.TransactItems.ConvertAll(Write);
        if (writes.Count is 0 or > MaxActions || writes.DistinctBy(write => (write.Table.Name, write.Key)).Count() < writes.Count)
        {
            throw Refusals.Validation("Transaction request cannot include multiple operations on one item, and takes 1 to 100 of them");
        }

        // The SDK adds a token if the caller sets none, so that its own retries count as one transaction.
        var token = request.ClientRequestToken;
        var isDone = false;
        return CallAsync(
            "transaction", writes[0].Key,
            () =>
            {
                if (!isDone && !(token is not null && _transactions.Contains(token)))
                {
                    Commit(writes);
                    isDone = true;
                    if (token is not null)
                    {
                        _transactions.Add(token);
                    }
                }

                return ValueTask.FromResult(new TransactWriteItemsResponse());
            },
            cancellationToken);
    }

    private void Commit(List<TableWrite> writes)
    {
        var outcomes = new Dictionary<string, AttributeValue>?[writes.Count];
        var reasons = new List<CancellationReason>(writes.Count);
        for (var index = 0; index < writes.Count; index++)
        {
            reasons.Add(Prepare(writes[index], out outcomes[index]));
        }

        if (_injection.Strikes(Fault.TransactionCancelled))
        {
            reasons[_random.Next(reasons.Count)] = new CancellationReason { Code = _random.Of(Refusals.PassingReasons) };
        }

        if (reasons.Exists(reason => reason.Code != Refusals.NoReason))
        {
            writes.ForEach(write => write.Table.Meter?.WrittenInTransaction(write.Current, null));
            writes.Select(write => write.Table.Meter).OfType<CapacityCounter>().Distinct().ToList().ForEach(
                meter => meter.TransactionCancelled());
            throw Refusals.Cancelled(reasons);
        }

        for (var index = 0; index < writes.Count; index++)
        {
            writes[index].Table.Meter?.WrittenInTransaction(writes[index].Current, outcomes[index]);
            Apply(writes[index], outcomes[index]);
        }

        _inTransactions.UnionWith(writes.Select(write => write.Key));
    }

    /// <summary>Computes the outcome of a write, or the reason why it cancels the transaction.</summary>
    private CancellationReason Prepare(TableWrite write, out Dictionary<string, AttributeValue>? outcome)
    {
        outcome = null;
        if (!write.Holds() && !IsUnchecked(write))
        {
            return new CancellationReason
            {
                Code = Refusals.ConditionFailed,
                Message = "The conditional request failed",
                Item = write.ReturnsItem && write.Current is { } current ? Out(current, null) : null,
            };
        }

        try
        {
            outcome = write.Outcome();
            return new CancellationReason { Code = Refusals.NoReason };
        }
        catch (AmazonDynamoDBException refusal) when (Refusals.IsValidation(refusal))
        {
            return new CancellationReason { Code = Refusals.Invalid, Message = refusal.Message };
        }
    }

    private TableWrite Write(TransactWriteItem item) => item switch
    {
        { Put: { } put } => TableWrite.Put(Table(put.TableName), put),
        { Update: { } update } => TableWrite.Update(Table(update.TableName), new Update
        {
            Key = update.Key,
            UpdateExpression = _tampering.Update(update.UpdateExpression),
            ConditionExpression = update.ConditionExpression,
            ExpressionAttributeNames = update.ExpressionAttributeNames,
            ExpressionAttributeValues = update.ExpressionAttributeValues,
            ReturnValuesOnConditionCheckFailure = update.ReturnValuesOnConditionCheckFailure,
        }),
        { Delete: { } delete } => TableWrite.Delete(Table(delete.TableName), delete),
        { ConditionCheck: { } check } => TableWrite.Check(Table(check.TableName), check),
        _ => throw new NotSupportedException("An action of a transaction is a put, an update, a delete or a check."),
    };
}
