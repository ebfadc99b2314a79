using Analytics.Local.EventSources.Filters;
using Analytics.Local.EventSources.Mappings;

namespace Analytics.Local.EventSources.Polling;

/// <summary>State shared by the pollers of one mapping.</summary>
internal sealed record PollingContext
{
    /// <summary>Minimum delay after a failed call.</summary>
    public static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    public required EventSourceMappingBinding Binding { get; init; }

    public required IStreamReader Reader { get; init; }

    public required RecordFilter Filter { get; init; }

    public required EventSourceMappingServiceOptions Options { get; init; }

    public required OutageLog Outages { get; init; }

    public EventSourceMappingDefinition Mapping => Binding.Mapping;

    public TimeSpan PollInterval =>
        Mapping.Kind == EventSourceKind.Kinesis ? Options.KinesisPollInterval : Options.DynamoDbPollInterval;

    public void Log(string line) => Options.Logs.Write(Mapping.Name, line);
}
