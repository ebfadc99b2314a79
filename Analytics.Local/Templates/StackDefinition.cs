using Analytics.Local.CloudWatch.Alarms;
using Analytics.Local.EventSources.Mappings;
using Analytics.Local.Lambda;
using Analytics.Local.Schedules;

namespace Analytics.Local.Templates;

/// <summary>The system that a template describes, with all references resolved.</summary>
internal sealed record StackDefinition
{
    public required string StackName { get; init; }

    public required IReadOnlyList<TableDefinition> Tables { get; init; }

    public required IReadOnlyList<StreamDefinition> Streams { get; init; }

    public required IReadOnlyList<QueueDefinition> Queues { get; init; }

    public required IReadOnlyList<FunctionDefinition> Functions { get; init; }

    public required IReadOnlyList<AlarmDefinition> Alarms { get; init; }

    /// <summary>The HTTP API, at most one; null if it would have no route.</summary>
    public required ApiDefinition? Api { get; init; }

    public required IReadOnlyList<FunctionEventSource> EventSources { get; init; }

    public required IReadOnlyList<FunctionSchedule> Schedules { get; init; }

    public required IReadOnlyDictionary<string, string> Outputs { get; init; }
}

/// <summary>A DynamoDB table.</summary>
/// <param name="LogicalId">The resource's logical id in the template.</param>
/// <param name="Name">The table name.</param>
/// <param name="Keys">One or two key attributes, partition key first.</param>
/// <param name="Attributes">Types (<c>S</c>, <c>N</c>, <c>B</c>) of the key attributes, by name.</param>
/// <param name="GlobalIndexes">Global secondary indexes.</param>
/// <param name="LocalIndexes">Local secondary indexes.</param>
/// <param name="StreamViewType">The view type of the table's stream; null for no stream.</param>
/// <param name="TimeToLiveAttribute">The TTL attribute; null if TTL is off.</param>
/// <param name="Provisioned">Provisioned capacity units; null for on-demand.</param>
internal sealed record TableDefinition(
    string LogicalId,
    string Name,
    IReadOnlyList<KeyPart> Keys,
    IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyList<IndexDefinition> GlobalIndexes,
    IReadOnlyList<IndexDefinition> LocalIndexes,
    string? StreamViewType,
    string? TimeToLiveAttribute,
    CapacityUnits? Provisioned);

/// <summary>A key attribute; the type is <c>HASH</c> or <c>RANGE</c>.</summary>
internal sealed record KeyPart(string Attribute, string Type);

/// <summary>A secondary index; the projection is <c>ALL</c>, <c>KEYS_ONLY</c> or <c>INCLUDE</c>.</summary>
internal sealed record IndexDefinition(
    string Name,
    IReadOnlyList<KeyPart> Keys,
    string Projection,
    IReadOnlyList<string> ProjectedAttributes,
    CapacityUnits? Provisioned);

/// <summary>Provisioned throughput.</summary>
internal sealed record CapacityUnits(int Read, int Write);

/// <summary>A Kinesis stream; the shard count is null for an on-demand stream.</summary>
internal sealed record StreamDefinition(string LogicalId, string Name, int? ShardCount);

/// <summary>An SQS queue.</summary>
internal sealed record QueueDefinition(string LogicalId, string Name, string Arn);

/// <summary>An HTTP API and its routes.</summary>
internal sealed record ApiDefinition(string LogicalId, string ApiId, IReadOnlyList<RouteDefinition> Routes)
{
    /// <summary>Which web pages of other origins may call it; null for none.</summary>
    public CorsDefinition? Cors { get; init; }
}

/// <summary>A route of the HTTP API.</summary>
/// <param name="FunctionLogicalId">The function that handles the route.</param>
/// <param name="Method">The HTTP method in upper case, or <c>ANY</c>.</param>
/// <param name="Path">A path with <c>{parameters}</c>, or <c>$default</c>.</param>
/// <param name="Timeout">Integration timeout, 50 ms to 30 s.</param>
public sealed record RouteDefinition(string FunctionLogicalId, string Method, string Path, TimeSpan Timeout)
{
    public const string Default = "$default";

    /// <summary>Who may call it. Default: everyone.</summary>
    public RouteAccess Access { get; init; } = new RouteAccess.Open();

    /// <summary>Whether the function may stream its responses, which then last as long as the function does. Default false.</summary>
    public bool IsStreamed { get; init; }

    public string Key => Path == Default ? Default : $"{Method} {Path}";
}

/// <summary>An event source mapping and the function that it invokes.</summary>
internal sealed record FunctionEventSource(string FunctionLogicalId, EventSourceMappingDefinition Mapping);

/// <summary>A schedule and the function that it invokes.</summary>
internal sealed record FunctionSchedule(string FunctionLogicalId, ScheduleDefinition Schedule);
