using Amazon.Lambda.DynamoDBEvents;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Functions.Orders;

namespace Analytics.Functions.Counting;

/// <summary>Reads a change from the old and new image of an order on the table's stream.</summary>
internal static class StreamImages
{
    // Who deletes an item whose time to live is over (DynamoDB developer guide, "DynamoDB Streams and Time to Live").
    private const string TimeToLive = "dynamodb.amazonaws.com";

    public static ParsedChange Read(DynamoDBEvent.DynamodbStreamRecord record)
    {
        var images = record.Dynamodb;
        switch (record.EventName)
        {
            case "INSERT" when images.NewImage is not null:
                return ParsedChange.Of(null, Document(images.NewImage), new FieldErrors());
            case "MODIFY" when images.NewImage is not null && images.OldImage is not null:
                return IsSameVersion(images)
                    ? new ParsedChange.Ignored()
                    : ParsedChange.Of(Document(images.OldImage), Document(images.NewImage), new FieldErrors());
            case "REMOVE" when record.UserIdentity?.PrincipalId == TimeToLive:
                return new ParsedChange.Ignored();
            case "REMOVE" when images.OldImage is not null:
                return ParsedChange.Of(Document(images.OldImage), null, new FieldErrors());
            default:
                return new ParsedChange.Rejected($"A {record.EventName} record comes without the images of the order; the stream must carry new and old images.");
        }
    }

    // An attribute was touched by hand or by a migration; the order did not change.
    private static bool IsSameVersion(DynamoDBEvent.StreamRecord images) =>
        images.NewImage.GetValueOrDefault(OrderItem.Version)?.N is { } version
        && version == images.OldImage.GetValueOrDefault(OrderItem.Version)?.N;

    private static OrderDocument Document(Dictionary<string, DynamoDBEvent.AttributeValue> image) => new()
    {
        OrderId = image.GetValueOrDefault(OrderItem.Key)?.S,
        Version = image.GetValueOrDefault(OrderItem.Version)?.N,
        Status = image.GetValueOrDefault(OrderItem.Status)?.S,
        CustomerId = image.GetValueOrDefault(OrderItem.CustomerId)?.S,
        Currency = image.GetValueOrDefault(OrderItem.Currency)?.S,
        PlacedAt = image.GetValueOrDefault(OrderItem.PlacedAt)?.S,
        UpdatedAt = image.GetValueOrDefault(OrderItem.UpdatedAt)?.S,
        Lines = image.GetValueOrDefault(OrderItem.Lines)?.L?.ConvertAll(line => new LineDocument(
            line?.M?.GetValueOrDefault(OrderItem.Sku)?.S,
            line?.M?.GetValueOrDefault(OrderItem.Quantity)?.N,
            line?.M?.GetValueOrDefault(OrderItem.UnitPrice)?.N)),
    };
}
