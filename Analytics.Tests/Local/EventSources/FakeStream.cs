using System.Collections.Concurrent;
using System.Globalization;
using Analytics.Local.EventSources.Polling;
using Analytics.Local.EventSources.Records;
using Analytics.Local.EventSources.Shards;

namespace Analytics.Tests.Local.EventSources;

/// <summary>A stream in memory that can be resharded, be out of reach, forget its iterators and lose what it knows.</summary>
internal sealed class FakeStream : IStreamReader
{
    private readonly Lock _gate = new();
    private readonly List<ShardInfo> _shards = [];
    private readonly Dictionary<string, List<StreamRecord>> _records = [];
    private readonly HashSet<string> _closed = [];
    private int _generation;

    /// <summary>What every call meets while it is set.</summary>
    public volatile Exception? Outage;

    /// <summary>Each shard and position that was opened.</summary>
    public ConcurrentQueue<(string ShardId, ShardPosition Position)> Opened { get; } = new();

    /// <summary>When each read of a shard came.</summary>
    public ConcurrentQueue<DateTimeOffset> Reads { get; } = new();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public void AddShard(string shardId, params string[] parents)
    {
        lock (_gate)
        {
            _shards.Add(new ShardInfo(shardId, parents));
            _records[shardId] = [];
        }
    }

    public void Put(string shardId, params StreamRecord[] records)
    {
        lock (_gate)
        {
            _records[shardId].AddRange(records);
        }
    }

    public void Close(string shardId)
    {
        lock (_gate)
        {
            _closed.Add(shardId);
        }
    }

    /// <summary>Makes every iterator that was given out invalid.</summary>
    public void ForgetIterators()
    {
        lock (_gate)
        {
            _generation++;
        }
    }

    /// <summary>Begins anew with other records, as an emulator that lost its file.</summary>
    public void Lose(string shardId, params StreamRecord[] left)
    {
        lock (_gate)
        {
            _generation++;
            _records[shardId] = [.. left];
        }
    }

    public Task<IReadOnlyList<ShardInfo>> ListShardsAsync(CancellationToken cancellationToken)
    {
        ThrowIfOut();
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<ShardInfo>>([.. _shards]);
        }
    }

    public Task<string> OpenAsync(string shardId, ShardPosition position, CancellationToken cancellationToken)
    {
        ThrowIfOut();
        lock (_gate)
        {
            List<StreamRecord> records = _records[shardId];
            int index = position switch
            {
                ShardPosition.Latest => records.Count,
                ShardPosition.At at => records.TakeWhile(record => record.ArrivedAt < at.Moment).Count(),
                ShardPosition.After after => records.FindIndex(record => record.SequenceNumber == after.SequenceNumber) + 1,
                _ => 0,
            };
            if (position is ShardPosition.After && index == 0)
            {
                throw new PositionLostException("unknown sequence number", inner: null);
            }

            Opened.Enqueue((shardId, position));
            return Task.FromResult(string.Create(CultureInfo.InvariantCulture, $"{_generation}/{index}"));
        }
    }

    public Task<ShardPage> ReadAsync(string shardId, string iterator, CancellationToken cancellationToken)
    {
        Reads.Enqueue(Time.GetUtcNow());
        ThrowIfOut();
        lock (_gate)
        {
            int[] parts = [.. iterator.Split('/').Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
            if (parts[0] != _generation)
            {
                throw new IteratorExpiredException("expired", new InvalidOperationException());
            }

            List<StreamRecord> records = _records[shardId];
            bool atEnd = _closed.Contains(shardId);
            return Task.FromResult(new ShardPage(
                [.. records.Skip(parts[1])], atEnd ? null : string.Create(CultureInfo.InvariantCulture, $"{_generation}/{records.Count}")));
        }
    }

    private void ThrowIfOut()
    {
        if (Outage is { } outage)
        {
            throw outage;
        }
    }
}
