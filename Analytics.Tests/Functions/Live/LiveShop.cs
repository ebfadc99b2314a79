using System.Text;
using System.Text.Json.Nodes;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Changes;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Counting;
using Analytics.Functions.Live;
using Analytics.Functions.Streaming;
using Analytics.Tests.Documentation;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Analytics.Tests.Functions.Live;

/// <summary>A shop at 12:04:30 whose live function writes into memory.</summary>
internal sealed class LiveShop : IStreamedResponse, IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private readonly Steps _steps = new();

    public LiveShop(string timeZone = "UTC")
    {
        Reader = new AggregateReader(Store, new RollupReader(Store, Store, 4), 4, Time);
        Function = new LiveFunction(Reader, Time, Log.Add) { TimeZone = timeZone };
    }

    public InMemoryMinuteStore Store { get; } = new();

    public FakeTimeProvider Time { get; } = new(Some.At("12:04:30"));

    public AggregateReader Reader { get; }

    public LiveFunction Function { get; }

    public List<string> Log { get; } = [];

    public int Status { get; private set; }

    public Dictionary<string, string> Headers { get; } = [];

    public StringBuilder Body { get; } = new();

    /// <summary>The data of the events so far.</summary>
    public IReadOnlyList<JsonNode> Events => [.. Fields("data: ").Select(data => JsonNode.Parse(data)!)];

    /// <summary>The ids of the events so far.</summary>
    public IReadOnlyList<string> Ids => Fields("id: ");

    /// <summary>Opens a stream, which is read until <see cref="Leave"/>.</summary>
    public Task Open(string query = "", string? lastEventId = null, double seconds = 3600) => Answer(
        ApiBench.Request(
            "GET", "/aggregates/live", new Dictionary<string, string>(), query,
            lastEventId is null ? [] : new Dictionary<string, string> { ["last-event-id"] = lastEventId }, ""),
        seconds);

    public Task Answer(APIGatewayHttpApiV2ProxyRequest request, double seconds = 3600) =>
        _steps.Run(() => Function.AnswerAsync(request, this, Time.GetUtcNow().AddSeconds(seconds), _gone.Token));

    /// <summary>Stops reading.</summary>
    public void Leave() => _steps.Run(() =>
    {
        _gone.Cancel();
        return Task.CompletedTask;
    });

    /// <summary>Lets time pass, in steps so that no timer goes off late.</summary>
    public void Pass(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += LiveEvents.Pause)
        {
            _steps.Run(() =>
            {
                Time.Advance(LiveEvents.Pause);
                return Task.CompletedTask;
            });
        }
    }

    public Task CountAsync(params OrderChange[] changes) =>
        new Committer(Store, new CommitOptions(), Time, new Random(1)).CommitAsync(changes, ChangeSource.Kinesis, default);

    public Task BeginAsync(int status, IEnumerable<KeyValuePair<string, string>> headers, CancellationToken cancellationToken)
    {
        Status = status;
        headers.ToList().ForEach(header => Headers.Add(header.Key, header.Value));
        return Task.CompletedTask;
    }

    public Task WriteAsync(ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        Body.Append(Encoding.UTF8.GetString(part.Span));
        return Task.CompletedTask;
    }

    public void Dispose() => _gone.Dispose();

    private string[] Fields(string name) => [.. $"{Body}".Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal)).Select(line => line[name.Length..])];

    /// <summary>Runs what is awaited on the thread of the test, so that it has gone as far as it can when a step ends.</summary>
    private sealed class Steps : SynchronizationContext
    {
        private readonly Queue<(SendOrPostCallback Callback, object? State)> _queue = [];

        public override void Post(SendOrPostCallback d, object? state) => _queue.Enqueue((d, state));

        public Task Run(Func<Task> step)
        {
            var before = Current;
            SetSynchronizationContext(this);
            try
            {
                var task = step();
                while (_queue.TryDequeue(out var next))
                {
                    next.Callback(next.State);
                }

                return task;
            }
            finally
            {
                SetSynchronizationContext(before);
            }
        }
    }
}
