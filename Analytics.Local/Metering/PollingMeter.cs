using Analytics.Local.EventSources.Mappings;

namespace Analytics.Local.Metering;

/// <summary>Reports the polling of streams as Lambda and Kinesis report it.</summary>
internal sealed class PollingMeter(ServiceMeter meter) : IPollingMeter
{
    public void Batch(string functionArn, TimeSpan age) => meter.Batch(functionArn[(functionArn.LastIndexOf(':') + 1)..], age);

    public void Read(EventSourceMappingDefinition mapping, int? records, TimeSpan age)
    {
        // DynamoDB Streams has other metrics, which nothing in this product uses.
        if (mapping.Kind == EventSourceKind.Kinesis)
        {
            meter.Read(mapping.StreamArn[(mapping.StreamArn.LastIndexOf('/') + 1)..], records, age);
        }
    }
}
