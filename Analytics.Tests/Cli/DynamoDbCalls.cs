using System.Collections.Concurrent;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Analytics.Tests.Cli;

/// <summary>
/// Records what DynamoDB clients of an endpoint ask for, until it is disposed. Other tests have tables of the same names at other
/// endpoints.
/// </summary>
internal sealed class DynamoDbCalls(string endpoint) : IRuntimePipelineCustomizer, IDisposable
{
    private readonly ConcurrentBag<AmazonWebServiceRequest> _requests = [];

    /// <summary>Records what clients that are created from now on ask for.</summary>
    /// <param name="endpoint">The address of the DynamoDB whose calls are recorded.</param>
    public static DynamoDbCalls Of(string endpoint)
    {
        var calls = new DynamoDbCalls(endpoint);
        RuntimePipelineCustomizerRegistry.Instance.Register(calls);
        return calls;
    }

    public string UniqueName => $"{nameof(DynamoDbCalls)} {endpoint}";

    /// <summary>The API operations that were called on the tables, as <c>GetItem</c>.</summary>
    public IEnumerable<string> Operations(params string[] tables) => _requests
        .Where(request => Permissions(request).Any(permission => tables.Contains(permission.Table)))
        .Select(request => request.GetType().Name[..^"Request".Length])
        .Distinct().Order(StringComparer.Ordinal);

    /// <summary>
    /// The IAM actions that the calls need on a table, as <c>dynamodb:GetItem</c>; of an index those with its name, as
    /// <c>dynamodb:Query index/byMinute</c>.
    /// </summary>
    /// <remarks>Service Authorization Reference, DynamoDB: a transaction needs the permission of each of its writes.</remarks>
    public IEnumerable<string> Actions(string table) => _requests.SelectMany(Permissions)
        .Where(permission => permission.Table == table)
        .Select(permission => $"dynamodb:{permission.Action}{(permission.Index is { } index ? $" index/{index}" : "")}")
        .Distinct().Order(StringComparer.Ordinal);

    public void Customize(Type type, RuntimePipeline pipeline)
    {
        if (type == typeof(Amazon.DynamoDBv2.AmazonDynamoDBClient))
        {
            pipeline.AddHandler(new Recorder(new Uri(endpoint), _requests));
        }
    }

    public void Dispose() => RuntimePipelineCustomizerRegistry.Instance.Deregister(this);

    private static IEnumerable<(string Action, string Table, string? Index)> Permissions(AmazonWebServiceRequest request) => request switch
    {
        TransactWriteItemsRequest transaction => transaction.TransactItems.Select(item => item switch
        {
            { Put: { } put } => ("PutItem", put.TableName, (string?)null),
            { Update: { } update } => ("UpdateItem", update.TableName, null),
            { Delete: { } delete } => ("DeleteItem", delete.TableName, null),
            _ => ("ConditionCheckItem", item.ConditionCheck.TableName, null),
        }),
        BatchGetItemRequest batch => batch.RequestItems.Keys.Select(table => ("BatchGetItem", table, (string?)null)),
        QueryRequest query => [("Query", query.TableName, query.IndexName)],
        ScanRequest scan => [("Scan", scan.TableName, scan.IndexName)],
        _ => [(request.GetType().Name[..^"Request".Length], (string)request.GetType().GetProperty("TableName")!.GetValue(request)!, null)],
    };

    private sealed class Recorder(Uri endpoint, ConcurrentBag<AmazonWebServiceRequest> requests) : PipelineHandler
    {
        public override Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            var context = executionContext.RequestContext;
            if (context.ClientConfig.ServiceURL is { } url && new Uri(url) == endpoint)
            {
                requests.Add(context.OriginalRequest);
            }

            return base.InvokeAsync<T>(executionContext);
        }
    }
}
