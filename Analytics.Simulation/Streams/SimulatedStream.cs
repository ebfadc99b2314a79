using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Analytics.Simulation.Injection;
using Analytics.Simulation.Running;

namespace Analytics.Simulation.Streams;

/// <summary>A stream of shards. Shards close and have children, iterators expire, and old records are trimmed.</summary>
/// <param name="world">The world of the stream.</param>
/// <param name="injection">Decides which faults strike.</param>
/// <param name="name">The stream's name in the history.</param>
/// <param name="canMerge">Whether a shard can have two parents, as in Kinesis but not in a table stream.</param>
internal sealed class SimulatedStream<T>(World world, FaultInjection injection, string name, bool canMerge)
{
    private const int MaxOpenShards = 5;

    private static readonly TimeSpan LongestNap = TimeSpan.FromSeconds(10);

    private readonly List<StreamShard<T>> _shards = [];
    private readonly Random _random = world.RandomStreams.Source($"stream {name}");
    private DateTimeOffset _heldUntil = DateTimeOffset.MinValue;
    private TaskCompletionSource? _hold;
    private long _number;
    private int _generation;

    public IReadOnlyList<StreamShard<T>> Shards => _shards;

    /// <summary>
    /// Whether an empty read returns immediately, after some milliseconds of network latency, as a real stream does. Default false: a read
    /// waits for records, and then up to 10 more seconds.
    /// </summary>
    public bool AnswersAtOnce { get; set; }

    private List<StreamShard<T>> Open => _shards.FindAll(shard => !shard.IsClosed);

    /// <summary>Creates the initial shards, which together cover the whole hash space.</summary>
    public void Create(int shards)
    {
        var width = uint.MaxValue / (uint)shards;
        for (var index = 0; index < shards; index++)
        {
            Add((uint)index * width, index == shards - 1 ? uint.MaxValue : ((uint)index + 1) * width - 1);
        }
    }

    /// <summary>Appends a record to the open shard that owns its key.</summary>
    /// <param name="key">The partition key.</param>
    /// <param name="make">Creates the record from its sequence number.</param>
    public void Put(string key, Func<string, T> make)
    {
        var hash = HashOf(key);
        var sequenceNumber = string.Create(CultureInfo.InvariantCulture, $"49{++_number:D18}");
        Open.Find(shard => shard.Holds(hash))!.Put(new StreamEntry<T>(sequenceNumber, world.Now, make(sequenceNumber)));
    }

    /// <summary>Blocks all readers for a while.</summary>
    public void Hold(TimeSpan length)
    {
        injection.Count(Fault.SourceLate);
        _hold ??= new TaskCompletionSource();
        _heldUntil = world.Now + length;
        world.Clock.After(world.Services, length, () =>
        {
            if (_heldUntil <= world.Now)
            {
                Release();
            }
        });
    }

    /// <summary>Unblocks the readers.</summary>
    public void Release()
    {
        _hold?.TrySetResult();
        _hold = null;
    }

    /// <summary>Splits a shard, merges two, or replaces one.</summary>
    public void Reshard()
    {
        injection.Count(Fault.Resharding);
        var open = Open;
        var shard = _random.Of(open);
        if (_random.Next(2) == 0 && open.Count < MaxOpenShards && shard.To - shard.From > 1000)
        {
            var middle = shard.From + ((shard.To - shard.From) / 2);
            Add(shard.From, middle, shard);
            Add(middle + 1, shard.To, shard);
            shard.Close();
        }
        else if (canMerge && open.Find(other => other.From == unchecked(shard.To + 1) && other != shard && other.From > 0) is { } next)
        {
            Add(shard.From, next.To, shard, next);
            shard.Close();
            next.Close();
        }
        else
        {
            Add(shard.From, shard.To, shard);
            shard.Close();
        }
    }

    /// <summary>Removes the records that arrived before a moment.</summary>
    public void Trim(DateTimeOffset before)
    {
        foreach (var shard in _shards)
        {
            for (var count = shard.Trim(before); count > 0; count--)
            {
                injection.Count(Fault.RecordsTrimmed);
            }
        }
    }

    public void AssertInReach()
    {
        if (injection.Strikes(Fault.StreamOutOfReach))
        {
            throw new HttpRequestException($"The stream {name} does not answer.");
        }
    }

    /// <summary>An iterator after a record; with a null sequence number, at the oldest record.</summary>
    /// <returns>Null if the stream no longer knows the position.</returns>
    public string? IteratorAfter(string shardId, string? sequenceNumber)
    {
        var index = _shards.FindIndex(shard => shard.Id == shardId);
        if (sequenceNumber is null)
        {
            return Iterator(index, _shards[index].Trimmed);
        }

        return injection.Strikes(Fault.PositionLost) ? null : Iterator(index, _shards[index].PositionAfter(sequenceNumber));
    }

    /// <summary>An iterator at a record, or at the next one if the record was trimmed.</summary>
    public string IteratorAt(string shardId, string sequenceNumber)
    {
        var index = _shards.FindIndex(shard => shard.Id == shardId);
        return Iterator(index, _shards[index].PositionOf(sequenceNumber));
    }

    public string IteratorAt(string shardId, DateTimeOffset moment)
    {
        var index = _shards.FindIndex(shard => shard.Id == shardId);
        return Iterator(index, _shards[index].PositionAt(moment));
    }

    /// <summary>Reads the next records and, unless <c>AnswersAtOnce</c>, waits until there are some.</summary>
    /// <remarks>
    /// A real stream returns an empty response immediately. To the reader this looks the same as a slow response, and waiting makes quiet
    /// days cheap to simulate.
    /// </remarks>
    /// <returns>Null for an expired iterator.</returns>
    public async Task<(IReadOnlyList<StreamEntry<T>> Entries, string? Next)?> ReadAsync(
        string iterator, int limit, CancellationToken cancellationToken)
    {
        AssertInReach();
        var parts = iterator.Split('/').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        var (index, position) = (parts[1], parts[2]);
        if (injection.Strikes(Fault.IteratorExpired))
        {
            _generation++;
        }

        if (parts[0] != _generation)
        {
            return null;
        }

        var shard = _shards[index];
        if (AnswersAtOnce)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(2, 16)), World.Current.Time, cancellationToken);
            var from = Math.Max(position, shard.Trimmed);
            var found = shard.HasMore(from) ? shard.Read(from, limit) : [];
            var behind = from + found.Count;
            return (found, shard.IsClosed && !shard.HasMore(behind) ? null : Iterator(index, behind));
        }

        while (true)
        {
            if (_hold is { } hold)
            {
                await hold.Task.WaitAsync(cancellationToken);
            }
            else if (shard.HasMore(position))
            {
                var entries = shard.Read(
                    Math.Max(position, shard.Trimmed), _random.Next(8) == 0 ? _random.Next(1, Math.Min(limit, 8) + 1) : limit);
                var next = Math.Max(position, shard.Trimmed) + entries.Count;
                return (entries, shard.IsClosed && !shard.HasMore(next) ? null : Iterator(index, next));
            }
            else if (shard.IsClosed)
            {
                return ([], null);
            }
            else
            {
                await shard.MoreAsync().WaitAsync(cancellationToken);

                // Records that arrive close together are read together.
                await Task.Delay(LongestNap * Math.Pow(_random.NextDouble(), 2), World.Current.Time, cancellationToken);
            }
        }
    }

    private void Add(uint from, uint to, params StreamShard<T>[] parents) =>
        _shards.Add(new StreamShard<T>(string.Create(CultureInfo.InvariantCulture, $"shardId-{_shards.Count:D12}"), from, to, parents));

    private string Iterator(int shard, int position) => string.Create(CultureInfo.InvariantCulture, $"{_generation}/{shard}/{position}");

    /// <summary>The first 32 bits of the MD5 hash by which Kinesis maps a key to a shard.</summary>
    private static uint HashOf(string key)
    {
        Span<byte> hash = stackalloc byte[16];
#pragma warning disable CA5351 // It is how Kinesis does it, and no secret.
        MD5.HashData(Encoding.UTF8.GetBytes(key), hash);
#pragma warning restore CA5351
        return BinaryPrimitives.ReadUInt32BigEndian(hash);
    }
}
