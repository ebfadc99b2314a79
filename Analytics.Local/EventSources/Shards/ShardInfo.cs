namespace Analytics.Local.EventSources.Shards;

/// <summary>A shard as the stream lists it.</summary>
/// <param name="ShardId">The shard's id.</param>
/// <param name="Parents">The shards that it was split or merged from: none, one or two.</param>
public sealed record ShardInfo(string ShardId, IReadOnlyList<string> Parents);
