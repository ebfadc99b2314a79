using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Standins;
using Amazon.Util.Internal;

namespace Amazon.DynamoDBStreams;

public partial class AmazonDynamoDBStreamsConfig : ClientConfig
{
    private static readonly string s_userAgent = InternalSDKUtils.BuildUserAgentString(ServiceId, "4.0.100.2");

    public AmazonDynamoDBStreamsConfig()
        : base(new DefaultConfigurationProvider(ServiceDefaults.All))
    {
        // The base class looks for AWS_ENDPOINT_URL_DYNAMODB_STREAMS as soon as it knows this.
        base.ServiceId = ServiceId;
        AuthenticationServiceName = "dynamodb";
        EndpointProvider = new RegionalEndpointProvider(RegionEndpointServiceName);
    }

    public static new string ServiceId => "DynamoDB Streams";

    public override string RegionEndpointServiceName => "streams.dynamodb";

    public override string ServiceVersion => "2012-08-10";

    public override string UserAgent => s_userAgent;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        RegionalEndpointResolver.Resolve(this, ServiceId, parameters);
}
