using System.Text;
using System.Text.Json;
using Analytics.Local.Lambda;
using Microsoft.AspNetCore.Http;

namespace Analytics.Benchmarks.ColdStart;

/// <summary>DynamoDB, Kinesis and CloudWatch as far as the functions call them: at once, and always with success.</summary>
/// <remarks>
/// It keeps nothing but the extent of the documents, which the first start writes and later ones find, as in a system that has been
/// deployed.
/// </remarks>
internal sealed class AwsStub : IAsyncDisposable
{
    private const string DynamoDb = "DynamoDB_20120810.";

    private static readonly byte[] Nothing = "{}"u8.ToArray();
    private static readonly byte[] Written = """{"ConsumedCapacity":{"TableName":"t","CapacityUnits":1}}"""u8.ToArray();
    private static readonly byte[] AllWritten = """{"ConsumedCapacity":[{"TableName":"t","CapacityUnits":1}]}"""u8.ToArray();
    private static readonly byte[] NoItems = """{"Items":[],"Count":0,"ScannedCount":0}"""u8.ToArray();
    private static readonly byte[] Announced =
        """{"ShardId":"shardId-000000000000","SequenceNumber":"49590338271490256608559692538361571095921575989136588898"}"""u8.ToArray();

    private RuntimeListener? _listener;
    private volatile byte[] _extent = Nothing;
    private int _calls;

    /// <summary>Where it listens.</summary>
    public string Address => $"http://{_listener!.Authority}"; // Set by StartAsync, the only way to get one.

    /// <summary>How often DynamoDB was called.</summary>
    public int DynamoDbCalls => Volatile.Read(ref _calls);

    public static async Task<AwsStub> StartAsync()
    {
        var stub = new AwsStub();
        stub._listener = await RuntimeListener.StartAsync(stub.HandleAsync, CancellationToken.None);
        return stub;
    }

    public async ValueTask DisposeAsync()
    {
        if (_listener is not null)
        {
            await _listener.DisposeAsync();
        }
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var target = context.Request.Headers["X-Amz-Target"].ToString();
        if (target.StartsWith(DynamoDb, StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _calls);
        }

        var request = body.GetBuffer().AsMemory(0, (int)body.Length);
        var answer = target switch
        {
            $"{DynamoDb}GetItem" => IsOfExtent(request, "Key") ? _extent : Nothing,
            $"{DynamoDb}Query" => NoItems,
            $"{DynamoDb}PutItem" => Put(request),
            $"{DynamoDb}UpdateItem" => Written,
            $"{DynamoDb}TransactWriteItems" => AllWritten,
            "Kinesis_20131202.PutRecord" => Announced,
            _ => Nothing,
        };
        context.Response.ContentType = "application/x-amz-json-1.0";
        context.Response.ContentLength = answer.Length;
        context.Response.Headers["x-amzn-RequestId"] = "stub";
        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
    }

    private byte[] Put(ReadOnlyMemory<byte> request)
    {
        if (IsOfExtent(request, "Item"))
        {
            using var put = JsonDocument.Parse(request);
            _extent = Encoding.UTF8.GetBytes($$"""{"Item":{{put.RootElement.GetProperty("Item").GetRawText()}}}""");
        }

        return Written;
    }

    private static bool IsOfExtent(ReadOnlyMemory<byte> request, string property)
    {
        using var json = JsonDocument.Parse(request);
        return json.RootElement.GetProperty(property).TryGetProperty("pk", out var key) && key.GetProperty("S").ValueEquals("extent");
    }
}
