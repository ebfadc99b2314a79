using Analytics.Local.EventSources.Filters;
using Analytics.Local.EventSources.Mappings;
using Analytics.Local.EventSources.Polling;
using Analytics.Local.EventSources.Shards;

namespace Analytics.Local.EventSources;

/// <summary>Polls streams and invokes functions with batches of their records, as Lambda's event source mappings do.</summary>
/// <remarks>
/// Delivery is at least once: batches in flight at shutdown are redelivered after the next start. Disposal stops polling but does not
/// stop running invocations. Dispose this service before the Lambda service, which ends them.
/// </remarks>
public sealed class EventSourceMappingService : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly Task _polling;

    private EventSourceMappingService(CancellationTokenSource stop, Task polling)
    {
        _stop = stop;
        _polling = polling;
    }

    /// <summary>Starts polling every enabled mapping. The streams need not be reachable yet.</summary>
    /// <param name="mappings">The mappings; names must be unique.</param>
    /// <param name="options">Stream clients, clock, logs and poll intervals.</param>
    /// <param name="ct">Cancels before polling starts.</param>
    /// <exception cref="FormatException">A filter pattern is invalid.</exception>
    /// <exception cref="ArgumentException">The stream type does not support a mapping's starting position, or two mappings share a
    /// name.</exception>
    public static Task<EventSourceMappingService> StartAsync(
        IReadOnlyList<EventSourceMappingBinding> mappings, EventSourceMappingServiceOptions options, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        string? twice = mappings.GroupBy(binding => binding.Mapping.Name).FirstOrDefault(same => same.Count() > 1)?.Key;
        if (twice is not null)
        {
            throw new ArgumentException($"There are two event source mappings named {twice}.", nameof(mappings));
        }

        MappingPoller[] pollers = [.. mappings.Where(binding => binding.Mapping.Enabled).Select(binding => Poller(binding, options))];
        CancellationTokenSource stop = new();
        Task polling = Task.WhenAll(pollers.Select(poller => poller.RunAsync(stop.Token)));
        return Task.FromResult(new EventSourceMappingService(stop, polling));
    }

    /// <summary>Stops polling.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _polling;
        _stop.Dispose();
    }

    private static MappingPoller Poller(EventSourceMappingBinding binding, EventSourceMappingServiceOptions options)
    {
        EventSourceMappingDefinition mapping = binding.Mapping;
        IStreamReader reader = mapping.Kind == EventSourceKind.Kinesis
            ? new KinesisStreamReader(options.Kinesis, mapping.StreamArn, options.Region)
            : new DynamoDbStreamReader(options.DynamoDbStreams, mapping.StreamArn, options.Region);
        PollingContext context = new()
        {
            Binding = binding,
            Reader = reader,
            Filter = RecordFilter.Of(mapping),
            Options = options,
            Outages = new OutageLog(options.Logs, mapping.Name),
        };
        return new MappingPoller(
            context, ShardPosition.Starting(mapping), new CheckpointStore(options.CheckpointDirectory, mapping), new Random(
                options.Random.Next()));
    }
}
