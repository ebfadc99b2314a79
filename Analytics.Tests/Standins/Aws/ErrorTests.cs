using System.Net;
using Amazon.DynamoDBStreams;
using Amazon.DynamoDBStreams.Model;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Xunit;

namespace Analytics.Tests.Standins.Aws;

public sealed class ErrorTests : IAsyncLifetime
{
    private readonly RecordingService _service = new();

    public static TheoryData<Type> Exceptions
    {
        get
        {
            var exceptions = new TheoryData<Type>();
            foreach (var root in new[] { typeof(AmazonKinesisException), typeof(AmazonDynamoDBStreamsException) })
            {
                foreach (var type in root.Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(root)))
                    exceptions.Add(type);
            }

            return exceptions;
        }
    }

    [Theory]
    [MemberData(nameof(Exceptions))]
    public async Task An_error_is_thrown_as_the_exception_of_its_shape(Type expected)
    {
        _service.Prepare($$"""{"__type":"com.amazonaws.service#{{expected.Name}}","message":"what happened"}""", 400);

        var error = await CallAsync(expected.Assembly);

        Assert.Equal(
            (expected, "what happened", expected.Name, ErrorType.Unknown, HttpStatusCode.BadRequest, "request-1"),
            (error.GetType(), error.Message, error.ErrorCode, error.ErrorType, error.StatusCode, error.RequestId));
        Assert.IsAssignableFrom<Exception>(error.InnerException);
    }

    [Theory]
    [InlineData("""{"__type":"ResourceNotFoundException","Message":"m"}""", null)]
    [InlineData("""{"message":"m"}""", "ResourceNotFoundException:http://internal.amazon.com/coral/")]
    [InlineData("""{"code":"ResourceNotFoundException","message":"m"}""", null)]
    public async Task The_name_of_the_shape_is_found_wherever_services_put_it(string body, string? header)
    {
        _service.Prepare(body, 400, header is null ? [] : [("x-amzn-ErrorType", header)]);

        var error = await Assert.ThrowsAsync<Amazon.Kinesis.Model.ResourceNotFoundException>(
            () => Kinesis().PutRecordAsync(new PutRecordRequest()));

        Assert.Equal(("m", "ResourceNotFoundException"), (error.Message, error.ErrorCode));
    }

    [Theory]
    [InlineData("""{"__type":"SomethingNew","message":"m"}""", "SomethingNew")]
    [InlineData("", null)]
    public async Task An_unknown_error_is_the_exception_of_the_service(string body, string? code)
    {
        _service.Prepare(body, 400);

        var error = await CallAsync(typeof(AmazonKinesisClient).Assembly);

        Assert.Equal(
            (typeof(AmazonKinesisException), code, HttpStatusCode.BadRequest), (error.GetType(), error.ErrorCode, error.StatusCode));
    }

    [Theory]
    [InlineData(400, "ProvisionedThroughputExceededException", 2)]
    [InlineData(503, "ServiceUnavailable", 2)]
    [InlineData(400, "ResourceNotFoundException", 1)]
    public async Task Passing_errors_are_tried_again_and_lasting_ones_are_not(int status, string shape, int attempts)
    {
        _service.Prepare($$"""{"__type":"{{shape}}","message":"m"}""", status);
        _service.Prepare("""{"SequenceNumber":"1"}""");
        var config = _service.Configure(new AmazonKinesisConfig());
        config.MaxErrorRetry = 1;
        using var client = new AmazonKinesisClient(RecordingService.Credentials, config);

        var outcome = await Xunit.Record.ExceptionAsync(() => client.PutRecordAsync(new PutRecordRequest { StreamName = "orders" }));

        Assert.Equal((attempts, attempts == 2), (_service.Requests.Count, outcome is null));
        Assert.All(_service.Requests, request => Assert.Equal("""{"StreamName":"orders"}""", request.Body));
    }

    [Fact]
    public async Task An_answer_that_is_not_JSON_is_an_error_and_not_an_empty_response()
    {
        _service.Prepare("<html>");

        await Assert.ThrowsAsync<AmazonUnmarshallingException>(() => Kinesis().PutRecordAsync(new PutRecordRequest()));
    }

    [Fact]
    public async Task A_cancelled_call_ends()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Kinesis().PutRecordAsync(new PutRecordRequest(), cancelled.Token));
    }

    public Task InitializeAsync() => _service.InitializeAsync();

    public Task DisposeAsync() => _service.DisposeAsync();

    private AmazonKinesisClient Kinesis() => new(RecordingService.Credentials, _service.Configure(new AmazonKinesisConfig()));

    private async Task<AmazonServiceException> CallAsync(System.Reflection.Assembly assembly)
    {
        return await Assert.ThrowsAnyAsync<AmazonServiceException>(async () =>
        {
            if (assembly == typeof(AmazonKinesisClient).Assembly)
                await Kinesis().PutRecordAsync(new PutRecordRequest());
            else
                await new AmazonDynamoDBStreamsClient(RecordingService.Credentials, _service.Configure(new AmazonDynamoDBStreamsConfig()))
                    .DescribeStreamAsync(new DescribeStreamRequest());
        });
    }
}
