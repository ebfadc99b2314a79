using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Analytics.Storage;

/// <summary>The catalogue in a DynamoDB table that the shop fills: an item for each SKU.</summary>
/// <remarks>The attribute <c>prices</c> maps currency codes to numbers. Anything else there is no price.</remarks>
public sealed class DynamoCatalogue(IAmazonDynamoDB dynamoDb, string table, TimeProvider time) : ICatalogue
{
    /// <summary>The partition key: the SKU.</summary>
    public const string Key = "sku";

    /// <summary>The attribute with the prices.</summary>
    public const string Prices = "prices";

    private const int MaxRetries = 6;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(25);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> ReadAsync(
        IReadOnlyCollection<string> skus, CancellationToken cancellationToken)
    {
        if (skus.Count == 0)
        {
            return new Dictionary<string, IReadOnlyDictionary<string, string>>();
        }

        var retries = 0;
        var keys = skus.Select(sku => new Dictionary<string, AttributeValue> { [Key] = new() { S = sku } }).ToArray();
        var items = await dynamoDb.GetAllAsync([(table, keys)], RetryAsync, cancellationToken);
        return items[table].ToDictionary(item => item[Key].S, PricesOf);

        Task RetryAsync() => retries < MaxRetries
            ? Task.Delay(RetryDelay * (1 << retries++), time, cancellationToken)
            : throw new ProvisionedThroughputExceededException("DynamoDB leaves keys of BatchGetItem unprocessed.");
    }

    private static IReadOnlyDictionary<string, string> PricesOf(Dictionary<string, AttributeValue> item) =>
        (item.GetValueOrDefault(Prices)?.M ?? []).Where(price => price.Value.N is not null)
            .ToDictionary(price => price.Key, price => price.Value.N);
}
