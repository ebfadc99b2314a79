using Amazon.Runtime;
using Amazon.Runtime.Endpoints;

namespace Amazon.Standins;

/// <summary>The configured URL, else the service's endpoint in the region.</summary>
internal sealed class RegionalEndpointProvider(string endpointPrefix) : IEndpointProvider
{
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        if (parameters[RegionalEndpointResolver.Url] is string url)
            return new Endpoint(url);
        if (parameters[RegionalEndpointResolver.UseFips] is true || parameters[RegionalEndpointResolver.UseDualStack] is true)
            throw new AmazonClientException(
                $"This client of {endpointPrefix} knows no FIPS and no dual-stack endpoints: set ServiceURL to the endpoint to use.");
        var region = parameters[RegionalEndpointResolver.Region] as string
            ?? throw new AmazonClientException("Invalid Configuration: Missing Region");
        return new Endpoint($"https://{endpointPrefix}.{region}.{RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix}");
    }
}
