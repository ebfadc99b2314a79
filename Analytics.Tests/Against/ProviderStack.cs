using Amazon.DynamoDBv2;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Analytics.Tests.EndToEnd;

namespace Analytics.Tests.Against;

/// <summary>
/// The functions of <c>template.yaml</c> on the tables and streams of a provider. The local host does what Lambda, API Gateway and
/// EventBridge do. Whatever it made at the provider is removed at the end.
/// </summary>
internal sealed class ProviderStack : IAsyncDisposable
{
    private const string OrdersTable = "OrdersTable";
    private const string AggregatesTable = "AggregatesTable";
    private const string OrderStream = "OrderStream";

    private readonly Provider _provider;
    private readonly bool _hasKinesis;
    private StackFixture? _host;

    private ProviderStack(Provider provider, bool hasKinesis)
    {
        (_provider, _hasKinesis) = (provider, hasKinesis);
        DynamoDb = provider.NewDynamoDb();
    }

    /// <summary>A client of the provider's DynamoDB.</summary>
    public AmazonDynamoDBClient DynamoDb { get; }

    /// <summary>The name of the orders table.</summary>
    public string Orders { get; } = $"{Provider.Prefix}-{OrdersTable}";

    /// <summary>The name of the aggregates table.</summary>
    public string Aggregates { get; } = $"{Provider.Prefix}-{AggregatesTable}";

    /// <summary>The running host.</summary>
    public StackFixture Host => _host ?? throw new InvalidOperationException("It is not running.");

    /// <summary>Makes everything and starts.</summary>
    public static async Task<ProviderStack> StartAsync(Provider provider)
    {
        var stack = new ProviderStack(provider, await HasKinesisAsync(provider));
        try
        {
            await stack.StartAsync();
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the host again, without a memory of what it has delivered: it reads both streams from their beginnings.</summary>
    public async Task DeliverAllAgainAsync()
    {
        await Host.DisposeAsync();
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        await _provider.RemoveAsync([Orders, Aggregates], _hasKinesis ? [$"{Provider.Prefix}-{OrderStream}"] : []);
        DynamoDb.Dispose();
    }

    private async Task StartAsync() => _host = await StackFixture.StartAsync(
        deliverTwice: true,
        parameters: new Dictionary<string, string> { ["OrderStreamMode"] = _hasKinesis ? "provisioned" : "none" },
        with: options => options with
        {
            StackName = Provider.Prefix,
            DynamoDbEndpoint = _provider.DynamoDb,
            DynamoDbStreamsEndpoint = _provider.DynamoDbStreams,
            KinesisEndpoint = _provider.Kinesis,
            Region = _provider.Region,
            Credentials = _provider.Credentials,
        });

    private static async Task<bool> HasKinesisAsync(Provider provider)
    {
        using var kinesis = provider.NewKinesis();
        try
        {
            await kinesis.DescribeStreamSummaryAsync(new DescribeStreamSummaryRequest { StreamName = $"{Provider.Prefix}-none" });
            return true;
        }
        catch (ResourceNotFoundException)
        {
            return true;
        }
        catch (AmazonKinesisException failure)
        {
            Report.Say($"skipped: the Kinesis source, and so all orders come by the table stream: Kinesis answers {failure.ErrorCode}");
            return false;
        }
    }
}
