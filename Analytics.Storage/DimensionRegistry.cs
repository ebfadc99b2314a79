using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;
using Analytics.Core.Wire;

namespace Analytics.Storage;

/// <summary>
/// Decides which values of dimensions are counted separately: the first <see cref="MaxValues"/> that orders were placed with. Thread-safe.
/// </summary>
/// <remarks>
/// The values are in one item of the aggregates table, which a value that is new adds to. A value is decided once, when an order is placed,
/// and stored in the order, so a lost or damaged item changes nothing that was counted.
/// </remarks>
public sealed class DimensionRegistry(IAmazonDynamoDB dynamoDb, string table)
{
    /// <summary>The format this version writes, and the newest it reads.</summary>
    public const int Format = 1;

    /// <summary>Maximum number of values of a dimension that are counted separately.</summary>
    public const int MaxValues = 32;

    private const string Partition = "dimensions";
    private const string Values = "values";
    private const int MaxAttempts = 20;

    // Values are only ever added, so what was read once stays valid.
    private volatile Dictionary<string, HashSet<string>> _known = [];

    private readonly Lock _gate = new();
    private Task _lastAddition = Task.CompletedTask; // Under _gate.

    /// <summary>The slice with which an order is placed: any other value is <see cref="OrderDimensions.Other"/>.</summary>
    /// <exception cref="AmazonDynamoDBException">The table cannot be read or written.</exception>
    /// <exception cref="IOException">Other writers added values all the time, or the values have a newer format.</exception>
    public async Task<Slice> AdmitAsync(Slice slice, CancellationToken cancellationToken)
    {
        for (var attempt = 0; !Knows(slice); attempt++)
        {
            if (attempt == MaxAttempts)
            {
                throw new IOException($"The values of dimensions could not be written in {MaxAttempts} attempts.");
            }

            await AddInTurnAsync(slice, cancellationToken);
        }

        return AdmitUnread(slice);
    }

    /// <summary>Whether this process knows what becomes of every value, so that <see cref="AdmitAsync"/> need not ask the table.</summary>
    public bool Knows(Slice slice) => slice.Values.All(value => IsDecided(_known, value.Key, value.Value));

    /// <summary>
    /// The slice with which an order is placed while the table cannot be reached: every value stays, except one beyond the
    /// <see cref="MaxValues"/> that this process knows. So a dimension has more values than that only if they came during an outage.
    /// </summary>
    public Slice AdmitUnread(Slice slice) => Slice.Of(
    [
        .. slice.Values.Select(value => KeyValuePair.Create(value.Key, (string?)AdmitUnread(value.Key, value.Value))),
    ]);

    private string AdmitUnread(string dimension, string value) =>
        _known.GetValueOrDefault(dimension) is { Count: >= MaxValues } values && !values.Contains(value) ? OrderDimensions.Other : value;

    private static bool IsDecided(Dictionary<string, HashSet<string>> known, string dimension, string value) =>
        value == OrderDimensions.Other
        || (known.TryGetValue(dimension, out var values) && (values.Contains(value) || values.Count >= MaxValues));

    // One addition at a time: orders that bring many new values at once would otherwise compete with each other for the item, and of those
    // that read it at the same time only one can write.
    private Task AddInTurnAsync(Slice slice, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _lastAddition = AfterAsync(_lastAddition);
        }

        async Task AfterAsync(Task addition)
        {
            await addition.ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (!slice.Values.All(value => IsDecided(_known, value.Key, value.Value)))
            {
                await AddAsync(slice, cancellationToken);
            }
        }
    }

    private async Task AddAsync(Slice slice, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest { TableName = table, Key = Key(), ConsistentRead = true };
        var stored = (await dynamoDb.GetItemAsync(request, cancellationToken)).Item is { Count: > 0 } item ? item : null;
        var values = Read(stored);
        var isNew = false;
        foreach (var (dimension, value) in slice.Values)
        {
            if (!IsDecided(values, dimension, value))
            {
                isNew = true;
                if (!values.TryGetValue(dimension, out var some))
                {
                    values.Add(dimension, some = []);
                }

                some.Add(value);
            }
        }

        if (!isNew || await TryWriteAsync(values, stored?.GetValueOrDefault(ItemChecksum.Name), cancellationToken))
        {
            _known = values;
        }
    }

    private async Task<bool> TryWriteAsync(
        Dictionary<string, HashSet<string>> values, AttributeValue? checksumBefore, CancellationToken cancellationToken)
    {
        var item = Key();
        item[Values] = new AttributeValue
        {
            M = values.ToDictionary(
                dimension => dimension.Key,
                dimension => new AttributeValue
                {
                    L = [.. dimension.Value.Order(StringComparer.Ordinal).Select(value => new AttributeValue { S = value })],
                }),
        };
        item[MinuteItem.FormatName] = MinuteItem.Number(Format);
        try
        {
            await dynamoDb.PutItemAsync(
                new PutItemRequest
                {
                    TableName = table,
                    Item = item.Seal(),
                    ConditionExpression = checksumBefore is null ? "attribute_not_exists(#checksum)" : "#checksum = :before",
                    ExpressionAttributeNames = new Dictionary<string, string> { ["#checksum"] = ItemChecksum.Name },
                    ExpressionAttributeValues = checksumBefore is null
                        ? null
                        : new Dictionary<string, AttributeValue> { [":before"] = checksumBefore },
                },
                cancellationToken);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }

    // A damaged item is replaced by one with the values that come next.
    private static Dictionary<string, HashSet<string>> Read(Dictionary<string, AttributeValue>? item) =>
        item is null || !item.IsSealed()
            ? []
            : MinuteItem.Long(item, MinuteItem.FormatName) is > Format and var newer
            ? throw new IOException($"The values of dimensions have format {newer}; this version reads up to {Format}.")
            : (item.GetValueOrDefault(Values)?.M ?? []).ToDictionary(
                dimension => dimension.Key, dimension => (dimension.Value.L ?? []).Select(value => value.S).ToHashSet());

    private static Dictionary<string, AttributeValue> Key() => new()
    {
        [MinuteItem.PartitionKey] = new() { S = Partition },
        [MinuteItem.SortKey] = new() { S = Partition },
    };
}
