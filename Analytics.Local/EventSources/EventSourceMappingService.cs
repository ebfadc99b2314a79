using Analytics.Local.EventSources.Filters;
using Analytics.Local.EventSources.Mappings;
using Analytics.Local.EventSources.Polling;
using Analytics.Local.EventSources.Shards;

namespace Analytics.Local.EventSources;

/// <summary>Polls streams and feeds functions, as Lambda's event source mappings do.</summary>
/// <remarks>
/// Delivery is at least once: batches in flight at the end are delivered again at the next start. Disposal ends the polling
/// and leaves invocations under way to the functions' service, so it comes before that service's own.
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

    /// <summary>Begins to poll; streams need not be in reach yet. Disabled mappings are left alone.</summary>
    /// <param name="mappings">The mappings, each name once.</param>
    /// <param name="options">What to poll with.</param>
    /// <param name="ct">Gives up before anything is begun.</param>
    /// <exception cref="FormatException">A filter pattern is not one.</exception>
    /// <exception cref="ArgumentException">A mapping's starting position is not one that its stream has, or a name comes twice.</exception>
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

    /// <summary>Ends the polling.</summary>
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
