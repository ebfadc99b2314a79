using Amazon.Runtime.Internal;

namespace Amazon.Standins;

/// <summary>Names the service in the SDK's request metrics.</summary>
internal sealed class ServiceMetadata(string serviceId) : IServiceMetadata
{
    public string ServiceId => serviceId;

    public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
}
