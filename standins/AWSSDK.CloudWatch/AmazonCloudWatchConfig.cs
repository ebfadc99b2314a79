using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Standins;
using Amazon.Util.Internal;

namespace Amazon.CloudWatch;

public partial class AmazonCloudWatchConfig : ClientConfig
{
    private static readonly string s_userAgent = InternalSDKUtils.BuildUserAgentString(ServiceId, "4.0.101");

    public AmazonCloudWatchConfig()
        : base(new DefaultConfigurationProvider(ServiceDefaults.All))
    {
        // The base class looks for AWS_ENDPOINT_URL_CLOUDWATCH as soon as it knows this.
        base.ServiceId = ServiceId;
        AuthenticationServiceName = "monitoring";
        EndpointProvider = new RegionalEndpointProvider(RegionEndpointServiceName);
    }

    public static new string ServiceId => "CloudWatch";

    public override string RegionEndpointServiceName => "monitoring";

    public override string ServiceVersion => "2010-08-01";

    public override string UserAgent => s_userAgent;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        RegionalEndpointResolver.Resolve(this, ServiceId, parameters);
}
