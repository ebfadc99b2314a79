using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Standins;

namespace Amazon.Kinesis;

public partial class AmazonKinesisClient : AmazonServiceClient, IAmazonKinesis
{
    private static readonly ServiceMetadata s_metadata = new(AmazonKinesisConfig.ServiceId);

    public AmazonKinesisClient(AmazonKinesisConfig config)
        : base(config)
    {
    }

    public AmazonKinesisClient(AWSCredentials credentials, AmazonKinesisConfig clientConfig)
        : base(credentials, clientConfig)
    {
    }

    protected override IServiceMetadata ServiceMetadata => s_metadata;

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline) => ServicePipeline.Customize(pipeline);
}
