using System.Reflection;
using Amazon.CloudWatch;
using Amazon.DynamoDBStreams;
using Amazon.Kinesis;
using Amazon.Runtime;
using Xunit;

namespace Analytics.Tests.Standins.Aws;

/// <summary>Holds every operation of every client against what the protocol makes of its model types.</summary>
public sealed class EveryOperationTests : IAsyncLifetime
{
    private readonly RecordingService _service = new();

    public static TheoryData<string, string> Operations
    {
        get
        {
            var operations = new TheoryData<string, string>();
            foreach (
                var client in new[] { typeof(AmazonKinesisClient), typeof(AmazonCloudWatchClient), typeof(AmazonDynamoDBStreamsClient) })
            {
                foreach (var method in client.GetMethods().Where(TakesRequest))
                    operations.Add(client.Name, method.Name);
            }

            return operations;
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Operation_writes_every_member_of_its_request(string clientName, string operation)
    {
        _service.Prepare("{}");
        using var client = Client(clientName);
        var method = client.GetType().GetMethods().Single(method => method.Name == operation && TakesRequest(method));
        var request = Sample.Of(method.GetParameters()[0].ParameterType);

        await (Task)method.Invoke(client, [request, CancellationToken.None])!;

        Assert.Equal(
            ("POST /", $"{Target(clientName)}.{operation[..^"Async".Length]}", WireText.Of(request)),
            (_service.Request.Line, _service.Request.Target, _service.Request.Body));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Operation_writes_nothing_of_an_empty_request_and_reads_nothing_of_an_empty_response(
        string clientName, string operation)
    {
        _service.Prepare("{}");
        using var client = Client(clientName);
        var method = client.GetType().GetMethods().Single(method => method.Name == operation && TakesRequest(method));

        var task =
            (Task)method.Invoke(client, [Activator.CreateInstance(method.GetParameters()[0].ParameterType), CancellationToken.None])!;
        await task;

        Assert.Equal(("{}", "{}"), (_service.Request.Body, WireText.Of(Result(task))));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Operation_reads_every_member_of_its_response(string clientName, string operation)
    {
        using var client = Client(clientName);
        var method = client.GetType().GetMethods().Single(method => method.Name == operation && TakesRequest(method));
        var sent = WireText.Of(Sample.Of(method.ReturnType.GetGenericArguments()[0]));
        _service.Prepare(sent);

        var task =
            (Task)method.Invoke(client, [Activator.CreateInstance(method.GetParameters()[0].ParameterType), CancellationToken.None])!;
        await task;

        Assert.Equal(sent, WireText.Of(Result(task)));
    }

    public Task InitializeAsync() => _service.InitializeAsync();

    public Task DisposeAsync() => _service.DisposeAsync();

    private static bool TakesRequest(MethodInfo method) =>
        method.Name.EndsWith("Async", StringComparison.Ordinal)
            && method.GetParameters()[0].ParameterType.IsSubclassOf(typeof(AmazonWebServiceRequest));

    private static object Result(Task task) => task.GetType().GetProperty(nameof(Task<int>.Result))!.GetValue(task)!;

    private static string Target(string clientName) => clientName switch
    {
        nameof(AmazonKinesisClient) => "Kinesis_20131202",
        nameof(AmazonCloudWatchClient) => "GraniteServiceVersion20100801",
        _ => "DynamoDBStreams_20120810",
    };

    private AmazonServiceClient Client(string clientName) => clientName switch
    {
        nameof(AmazonKinesisClient) => new AmazonKinesisClient(RecordingService.Credentials, _service.Configure(new AmazonKinesisConfig())),
        nameof(AmazonCloudWatchClient) =>
            new AmazonCloudWatchClient(RecordingService.Credentials, _service.Configure(new AmazonCloudWatchConfig())),
        _ => new AmazonDynamoDBStreamsClient(RecordingService.Credentials, _service.Configure(new AmazonDynamoDBStreamsConfig())),
    };
}
