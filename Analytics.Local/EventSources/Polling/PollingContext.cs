using Analytics.Local.EventSources.Filters;
using Analytics.Local.EventSources.Mappings;

namespace Analytics.Local.EventSources.Polling;

/// <summary>What the pollers of one mapping share.</summary>
internal sealed record PollingContext
{
    /// <summary>The least time from a failed call to the next.</summary>
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
