using Amazon.Lambda.DynamoDBEvents;
using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Storage;

namespace Analytics.Functions.Counting;

/// <summary>Parses a change from the old and new images of an order in a DynamoDB stream record.</summary>
internal static class StreamImages
{
    // The principal that deletes expired items (DynamoDB developer guide, "DynamoDB Streams and Time to Live").
    private const string TimeToLive = "dynamodb.amazonaws.com";

    public static ParsedChange Read(DynamoDBEvent.DynamodbStreamRecord record)
    {
        var images = record.Dynamodb;
        switch (record.EventName)
        {
            case "INSERT" when images.NewImage is not null:
                return ParsedChange.Streamed(null, Document(images.NewImage), RecordOf(record));
            case "MODIFY" when images.NewImage is not null && images.OldImage is not null:
                return ParsedChange.Streamed(Document(images.OldImage), Document(images.NewImage), RecordOf(record));
            case "REMOVE" when record.UserIdentity?.PrincipalId == TimeToLive:
                return new ParsedChange.Ignored();
            case "REMOVE" when images.OldImage is not null:
                return ParsedChange.Streamed(Document(images.OldImage), null, RecordOf(record));
            default:
                return new ParsedChange.Rejected(
                    $"A {record.EventName} record comes without the images of the order; the stream must carry new and old images.");
        }
    }

    private static TableRecord RecordOf(DynamoDBEvent.DynamodbStreamRecord record) => new(
        record.EventID ?? record.Dynamodb.SequenceNumber, record.Dynamodb.SequenceNumber,
        new DateTimeOffset(DateTime.SpecifyKind(record.Dynamodb.ApproximateCreationDateTime, DateTimeKind.Utc)));

    private static OrderDocument Document(Dictionary<string, DynamoDBEvent.AttributeValue> image) => new()
    {
        OrderId = image.GetValueOrDefault(OrderItem.Key)?.S,
        Lane = image.GetValueOrDefault(OrderItem.Lane)?.N,
        ChangeIds = image.GetValueOrDefault(OrderItem.ChangeIds)?.L?.ConvertAll(id => id?.S) ?? [],
        Status = image.GetValueOrDefault(OrderItem.Status)?.S,
        CustomerId = image.GetValueOrDefault(OrderItem.CustomerId)?.S,
        Currency = image.GetValueOrDefault(OrderItem.Currency)?.S,
        PlacedAt = image.GetValueOrDefault(OrderItem.PlacedAt)?.S,
        UpdatedAt = image.GetValueOrDefault(OrderItem.UpdatedAt)?.S,
        Shipping = OptionalNumber(image, OrderItem.Shipping),
        Tax = OptionalNumber(image, OrderItem.Tax),
        Dimensions = image.GetValueOrDefault(OrderItem.Dimensions)?.M?
            .Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value?.S)).ToList() ?? [],
        Lines = image.GetValueOrDefault(OrderItem.Lines)?.L?.ConvertAll(line => Line(line?.M ?? [])),
    };

    private static LineDocument Line(Dictionary<string, DynamoDBEvent.AttributeValue> line) => new(
        line.GetValueOrDefault(OrderItem.Sku)?.S,
        line.GetValueOrDefault(OrderItem.Quantity)?.N,
        line.GetValueOrDefault(OrderItem.UnitPrice)?.N)
    {
        Discount = OptionalNumber(line, OrderItem.Discount),
        Refunded = OptionalNumber(line, OrderItem.Refunded),
        Returned = OptionalNumber(line, OrderItem.Returned),
    };

    // Null if the attribute is absent. An attribute of another type is present and not a number.
    private static string? OptionalNumber(Dictionary<string, DynamoDBEvent.AttributeValue> image, string name) =>
        image.TryGetValue(name, out var value) ? value?.N ?? "" : null;
}
