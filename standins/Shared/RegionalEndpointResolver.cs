using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;

namespace Amazon.Standins;

/// <summary>The pipeline's step that asks the configuration's endpoint provider where to send a request.</summary>
internal sealed class RegionalEndpointResolver : BaseEndpointResolver
{
    public const string Region = "Region";
    public const string Url = "Endpoint";
    public const string UseDualStack = "UseDualStack";
    public const string UseFips = "UseFIPS";

    /// <summary>Where <paramref name="config"/> would send the request, found without sending it.</summary>
    public static Endpoint Resolve(ClientConfig config, string serviceId, ServiceOperationEndpointParameters parameters)
    {
        var context = new RequestContext(false)
        {
            ClientConfig = config,
            OriginalRequest = parameters.Request,
            Request = new DefaultRequest(parameters.Request, serviceId) { AlternateEndpoint = parameters.AlternateEndpoint },
        };
        return new RegionalEndpointResolver().GetEndpoint(new Runtime.Internal.ExecutionContext(context, null));
    }

    protected override void ServiceSpecificHandler(IExecutionContext executionContext, EndpointParameters parameters) =>
        InjectHostPrefix(executionContext.RequestContext);

    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext)
    {
        var config = requestContext.ClientConfig;
        var parameters = new EndpointParameters();
        parameters[Region] = (requestContext.Request.AlternateEndpoint ?? config.RegionEndpoint)?.SystemName;
        parameters[Url] = config.ServiceURL;
        parameters[UseDualStack] = config.UseDualstackEndpoint;
        parameters[UseFips] = config.UseFIPSEndpoint;
        return parameters;
    }
}
