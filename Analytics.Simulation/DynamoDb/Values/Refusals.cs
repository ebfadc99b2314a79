using System.Net;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Analytics.Simulation.DynamoDb.Values;

/// <summary>DynamoDB's error responses.</summary>
internal static class Refusals
{
    public const string NoReason = "None";
    public const string ConditionFailed = "ConditionalCheckFailed";
    public const string Invalid = "ValidationError";

    private const string ValidationCode = "ValidationException";

    /// <summary>Transient reasons for which a transaction may be cancelled.</summary>
    public static IReadOnlyList<string> PassingReasons { get; } =
        ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"];

    public static AmazonDynamoDBException Validation(string message) =>
        new(message) { ErrorCode = ValidationCode, StatusCode = HttpStatusCode.BadRequest };

    /// <summary>Whether the request itself is invalid, so that a retry cannot succeed.</summary>
    public static bool IsValidation(AmazonDynamoDBException refusal) => refusal.ErrorCode == ValidationCode;

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
        new($"Transaction cancelled, please refer cancellation reasons for specific reasons "
            + $"[{string.Join(", ", reasons.Select(reason => reason.Code))}]")
        {
            ErrorCode = "TransactionCanceledException",
            StatusCode = HttpStatusCode.BadRequest,
            CancellationReasons = [.. reasons],
        };
}
