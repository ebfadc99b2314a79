using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Standins;

namespace Amazon.Kinesis;

public partial class AmazonKinesisClient : AmazonServiceClient, IAmazonKinesis
{
    private static readonly ServiceMetadata s_metadata = new(AmazonKinesisConfig.ServiceId);

    public AmazonKinesisClient()
        : base(new AmazonKinesisConfig())
    {
    }

    public AmazonKinesisClient(RegionEndpoint region)
        : base(new AmazonKinesisConfig { RegionEndpoint = region })
    {
    }

    public AmazonKinesisClient(AmazonKinesisConfig config)
        : base(config)
    {
    }

    public AmazonKinesisClient(AWSCredentials credentials)
        : base(credentials, new AmazonKinesisConfig())
    {
    }

    public AmazonKinesisClient(AWSCredentials credentials, RegionEndpoint region)
        : base(credentials, new AmazonKinesisConfig { RegionEndpoint = region })
    {
    }

    public AmazonKinesisClient(AWSCredentials credentials, AmazonKinesisConfig clientConfig)
        : base(credentials, clientConfig)
    {
    }

    public AmazonKinesisClient(string awsAccessKeyId, string awsSecretAccessKey)
        : base(awsAccessKeyId, awsSecretAccessKey, new AmazonKinesisConfig())
    {
    }

    public AmazonKinesisClient(string awsAccessKeyId, string awsSecretAccessKey, RegionEndpoint region)
        : base(awsAccessKeyId, awsSecretAccessKey, new AmazonKinesisConfig { RegionEndpoint = region })
    {
    }

    public AmazonKinesisClient(string awsAccessKeyId, string awsSecretAccessKey, AmazonKinesisConfig clientConfig)
        : base(awsAccessKeyId, awsSecretAccessKey, clientConfig)
    {
    }

    public AmazonKinesisClient(string awsAccessKeyId, string awsSecretAccessKey, string awsSessionToken)
        : base(awsAccessKeyId, awsSecretAccessKey, awsSessionToken, new AmazonKinesisConfig())
    {
    }

    public AmazonKinesisClient(string awsAccessKeyId, string awsSecretAccessKey, string awsSessionToken, RegionEndpoint region)
        : base(awsAccessKeyId, awsSecretAccessKey, awsSessionToken, new AmazonKinesisConfig { RegionEndpoint = region })
    {
    }

    public AmazonKinesisClient(string awsAccessKeyId, string awsSecretAccessKey, string awsSessionToken, AmazonKinesisConfig clientConfig)
        : base(awsAccessKeyId, awsSecretAccessKey, awsSessionToken, clientConfig)
    {
    }

    protected override IServiceMetadata ServiceMetadata => s_metadata;

    public Runtime.Endpoints.Endpoint DetermineServiceOperationEndpoint(AmazonWebServiceRequest request) =>
        Config.DetermineServiceOperationEndpoint(new Runtime.Endpoints.ServiceOperationEndpointParameters(request));

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline) => ServicePipeline.Customize(pipeline);
}
