using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Standins;
using Amazon.Util.Internal;

namespace Amazon.Kinesis;

public partial class AmazonKinesisConfig : ClientConfig
{
    private static readonly string s_userAgent = InternalSDKUtils.BuildUserAgentString(ServiceId, "4.0.100");

    public AmazonKinesisConfig()
        : base(new DefaultConfigurationProvider(ServiceDefaults.All))
    {
        // The base class looks for AWS_ENDPOINT_URL_KINESIS as soon as it knows this.
        base.ServiceId = ServiceId;
        AuthenticationServiceName = "kinesis";
        EndpointProvider = new RegionalEndpointProvider(RegionEndpointServiceName);
    }

    public static new string ServiceId => "Kinesis";

    public override string RegionEndpointServiceName => "kinesis";

    public override string ServiceVersion => "2013-12-02";

    public override string UserAgent => s_userAgent;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        RegionalEndpointResolver.Resolve(this, ServiceId, parameters);
}
