using System.Net;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Analytics.Simulation.DynamoDb;

/// <summary>What DynamoDB says when it does not do what it was asked.</summary>
internal static class Refusals
{
    public const string ConditionFailed = "ConditionalCheckFailed";
    public const string Conflict = "TransactionConflict";
    public const string Throttling = "ThrottlingError";

    public static AmazonDynamoDBException Validation(string message) =>
        new(message) { ErrorCode = "ValidationException", StatusCode = HttpStatusCode.BadRequest };

    public static ConditionalCheckFailedException Condition(Dictionary<string, AttributeValue>? current) =>
        new("The conditional request failed")
        {
            ErrorCode = "ConditionalCheckFailedException",
            StatusCode = HttpStatusCode.BadRequest,
            Item = current is null ? null : Items.Copy(current),
        };

    public static ProvisionedThroughputExceededException Throttled() =>
        new("The level of configured provisioned throughput for the table was exceeded.")
        {
            ErrorCode = "ProvisionedThroughputExceededException",
            StatusCode = HttpStatusCode.BadRequest,
        };

    public static TransactionConflictException InTransaction() =>
        new("Transaction is ongoing for the item")
        {
            ErrorCode = "TransactionConflictException",
            StatusCode = HttpStatusCode.BadRequest,
        };

    public static TransactionCanceledException Cancelled(IReadOnlyList<CancellationReason> reasons) =>
        new($"Transaction cancelled, please refer cancellation reasons for specific reasons [{string.Join(", ", reasons.Select(reason => reason.Code))}]")
        {
            ErrorCode = "TransactionCanceledException",
            StatusCode = HttpStatusCode.BadRequest,
            CancellationReasons = [.. reasons],
        };
}
