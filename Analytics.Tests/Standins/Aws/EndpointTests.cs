using Amazon;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.DynamoDBStreams;
using Amazon.DynamoDBStreams.Model;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Xunit;

namespace Analytics.Tests.Standins.Aws;

/// <summary>Sets variables of the environment, which all clients of the process would see, so nothing runs beside it.</summary>
[CollectionDefinition(nameof(ProcessEnvironment), DisableParallelization = true)]
public sealed class ProcessEnvironment;

[Collection(nameof(ProcessEnvironment))]
public sealed class EndpointTests : IAsyncLifetime
{
    private readonly RecordingService _service = new();

    [Fact]
    public async Task A_request_is_signed_for_the_service_and_the_region_that_the_configuration_names()
    {
        using var kinesis = new AmazonKinesisClient(RecordingService.Credentials, _service.Configure(new AmazonKinesisConfig()));
        using var cloudWatch = new AmazonCloudWatchClient(RecordingService.Credentials, _service.Configure(new AmazonCloudWatchConfig()));
        using var streams = new AmazonDynamoDBStreamsClient(
            RecordingService.Credentials, _service.Configure(new AmazonDynamoDBStreamsConfig()));
        for (var i = 0; i < 3; i++)
            _service.Prepare("{}");

        await kinesis.PutRecordAsync(new PutRecordRequest());
        await cloudWatch.PutMetricDataAsync(new PutMetricDataRequest());
        await streams.DescribeStreamAsync(new DescribeStreamRequest());

        Assert.Equal(
            [("kinesis", "application/x-amz-json-1.1"), ("monitoring", "application/x-amz-json-1.0"),
                ("dynamodb", "application/x-amz-json-1.0")],
            _service.Requests.Select(request => (Scope(request, "eu-west-1"), request.Headers["Content-Type"])));
    }

    [Theory]
    [InlineData("AWS_ENDPOINT_URL_KINESIS")]
    [InlineData("AWS_ENDPOINT_URL")]
    public async Task The_endpoint_of_Kinesis_may_come_from_the_environment(string variable) =>
        await WithEndpointAsync(variable, "kinesis", async () =>
        {
            using var client = new AmazonKinesisClient(
                RecordingService.Credentials, new AmazonKinesisConfig { RegionEndpoint = RegionEndpoint.EUCentral1 });
            await client.PutRecordAsync(new PutRecordRequest());
        });

    [Theory]
    [InlineData("AWS_ENDPOINT_URL_CLOUDWATCH")]
    [InlineData("AWS_ENDPOINT_URL")]
    public async Task The_endpoint_of_CloudWatch_may_come_from_the_environment(string variable) =>
        await WithEndpointAsync(variable, "monitoring", async () =>
        {
            using var client = new AmazonCloudWatchClient(
                RecordingService.Credentials, new AmazonCloudWatchConfig { RegionEndpoint = RegionEndpoint.EUCentral1 });
            await client.PutMetricDataAsync(new PutMetricDataRequest());
        });

    [Theory]
    [InlineData("AWS_ENDPOINT_URL_DYNAMODB_STREAMS")]
    [InlineData("AWS_ENDPOINT_URL")]
    public async Task The_endpoint_of_DynamoDB_Streams_may_come_from_the_environment(string variable) =>
        await WithEndpointAsync(variable, "dynamodb", async () =>
        {
            using var client = new AmazonDynamoDBStreamsClient(
                RecordingService.Credentials, new AmazonDynamoDBStreamsConfig { RegionEndpoint = RegionEndpoint.EUCentral1 });
            await client.DescribeStreamAsync(new DescribeStreamRequest());
        });

    [Theory]
    [InlineData("us-east-1", "https://kinesis.us-east-1.amazonaws.com/", "https://monitoring.us-east-1.amazonaws.com/",
        "https://streams.dynamodb.us-east-1.amazonaws.com/")]
    [InlineData("cn-north-1", "https://kinesis.cn-north-1.amazonaws.com.cn/", "https://monitoring.cn-north-1.amazonaws.com.cn/",
        "https://streams.dynamodb.cn-north-1.amazonaws.com.cn/")]
    public void Without_a_URL_the_endpoint_is_that_of_the_region(string region, string kinesis, string cloudWatch, string streams)
    {
        var endpoint = RegionEndpoint.GetBySystemName(region);

        Assert.Equal(
            (kinesis, cloudWatch, streams),
            (Url(new AmazonKinesisConfig { RegionEndpoint = endpoint }, new PutRecordRequest()),
             Url(new AmazonCloudWatchConfig { RegionEndpoint = endpoint }, new PutMetricDataRequest()),
             Url(new AmazonDynamoDBStreamsConfig { RegionEndpoint = endpoint }, new DescribeStreamRequest())));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_kind_of_endpoint_that_is_not_known_is_refused(bool fips, bool dualStack)
    {
        var config = new AmazonKinesisConfig
        {
            RegionEndpoint = RegionEndpoint.EUWest1,
            UseFIPSEndpoint = fips,
            UseDualstackEndpoint = dualStack,
        };

        var error = Assert.Throws<AmazonClientException>(() => Url(config, new PutRecordRequest()));

        Assert.Equal(
            "This client of kinesis knows no FIPS and no dual-stack endpoints: set ServiceURL to the endpoint to use.", error.Message);
    }

    [Fact]
    public void A_client_is_made_by_its_interface_as_dependency_injection_does()
    {
        using var client = Make<IAmazonKinesis>();
        using var cloudWatch = Make<IAmazonCloudWatch>();
        using var streams = Make<IAmazonDynamoDBStreams>();

        Assert.Equal(
            (typeof(AmazonKinesisClient), typeof(AmazonCloudWatchClient), typeof(AmazonDynamoDBStreamsClient)),
            (client.GetType(), cloudWatch.GetType(), streams.GetType()));
    }

    public Task InitializeAsync() => _service.InitializeAsync();

    public Task DisposeAsync() => _service.DisposeAsync();

    private static T Make<T>()
        where T : IAmazonService
    {
        var config = T.CreateDefaultClientConfig();
        config.RegionEndpoint = RegionEndpoint.EUWest1;
        return (T)T.CreateDefaultServiceClient(RecordingService.Credentials, config);
    }

    private static string Url(ClientConfig config, AmazonWebServiceRequest request) =>
        config.DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(request)).URL;

    /// <summary>The service a request is signed for.</summary>
    private static string Scope(RecordedRequest request, string region)
    {
        var scope = request.Headers["Authorization"].Split("Credential=key/")[1].Split(',')[0].Split('/');
        Assert.Equal((region, "aws4_request"), (scope[1], scope[3]));
        return scope[2];
    }

    private async Task WithEndpointAsync(string variable, string service, Func<Task> call)
    {
        _service.Prepare("{}");
        var before = Environment.GetEnvironmentVariable(variable);
        Environment.SetEnvironmentVariable(variable, _service.Url);
        try
        {
            await call();
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, before);
        }

        // The SDK signs for the region in the host's name, or for this one; with a URL only AuthenticationRegion says otherwise.
        Assert.Equal(service, Scope(_service.Request, "us-east-1"));
    }
}
