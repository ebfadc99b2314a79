namespace Analytics.Simulation;

/// <summary>Everything that can go wrong in a simulated world. All of it must be survived: no count may ever be off for any of it.</summary>
internal enum Fault
{
    /// <summary>A record is in a stream twice, as when a producer's answer was lost.</summary>
    RecordTwice,

    /// <summary>A batch is delivered twice at the same time.</summary>
    BatchTwice,

    /// <summary>Batches of one shard are in flight side by side (<c>ParallelizationFactor</c>).</summary>
    BatchesSideBySide,

    /// <summary>A mapping forgets its checkpoints and begins anew at the oldest records, with other batches.</summary>
    CheckpointsLost,

    /// <summary>A shard's iterator expires.</summary>
    IteratorExpired,

    /// <summary>A stream does not know a position any more, and the shard is read from its oldest record.</summary>
    PositionLost,

    /// <summary>Records leave a stream because they are old.</summary>
    RecordsTrimmed,

    /// <summary>A stream cannot be reached.</summary>
    StreamOutOfReach,

    /// <summary>One road stands still, for minutes to days, while the other goes on.</summary>
    RoadLate,

    /// <summary>Shards are split, merged and replaced.</summary>
    Resharding,

    /// <summary>The fast road does not take a record, or takes it and does not say so.</summary>
    FastRoadFails,

    /// <summary>The table throttles a request.</summary>
    Throttled,

    /// <summary>A transaction is cancelled by another one, or by throttling.</summary>
    TransactionCancelled,

    /// <summary>A request times out before it reached the table.</summary>
    RequestLost,

    /// <summary>A request is done, and its caller hears of a failure.</summary>
    AnswerLost,

    /// <summary>A request is done, its answer is lost, and the SDK makes it again.</summary>
    RequestTwice,

    /// <summary>A request is done long after its caller has given it up.</summary>
    RequestLate,

    /// <summary>A read that need not be consistent gives what was.</summary>
    StaleRead,

    /// <summary>An index shows a write later than the table does.</summary>
    IndexLag,

    /// <summary>A query or scan is cut into small pages.</summary>
    SmallPages,

    /// <summary>An instance ends at any await.</summary>
    Crash,

    /// <summary>An instance stands still at any await until its time is out, and is ended.</summary>
    TimeOut,

    /// <summary>An instance stands still at any await until its time is out, is given up, and goes on hours later.</summary>
    Zombie,

    /// <summary>Instances are used again with all they remember, however stale.</summary>
    WarmInstances,

    /// <summary>Several instances of a function work at once.</summary>
    InstancesAtOnce,

    /// <summary>The clock of an instance is off by seconds.</summary>
    ClockSkew,

    /// <summary>CloudWatch does not take metrics.</summary>
    MetricsLost,

    /// <summary>Bytes that are no change of an order come by the fast road.</summary>
    PoisonOnFastRoad,

    /// <summary>Somebody writes an item into the orders table that is no order.</summary>
    PoisonOnSureRoad,

    /// <summary>A record of several hundred kilobytes is no change of an order.</summary>
    HugePoison,

    /// <summary>Orders are changed hours to days after they were placed.</summary>
    LateChanges,

    /// <summary>The time to live of the orders table removes orders, which takes nothing back.</summary>
    TimeToLive,

    /// <summary>Somebody deletes orders by hand, which takes them back.</summary>
    Deletions,

    /// <summary>Somebody touches orders without a new version.</summary>
    Touches,

    /// <summary>A deployment asks for another number of lanes.</summary>
    LaneChanges,

    /// <summary>Aggregates are asked for at any time.</summary>
    ReadsAnyTime,

    /// <summary>Somebody rebuilds all aggregates while orders come in, and may stop anywhere.</summary>
    Rebuilds,
}
