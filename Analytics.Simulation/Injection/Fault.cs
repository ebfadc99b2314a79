namespace Analytics.Simulation.Injection;

/// <summary>
/// Everything that can go wrong in a simulated world. All of it must be survived: no count may ever be off for any of it.
/// </summary>
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

    /// <summary>One source stands still, for minutes to days, while the other goes on.</summary>
    SourceLate,

    /// <summary>Shards are split, merged and replaced.</summary>
    Resharding,

    /// <summary>Kinesis does not accept a record, or accepts it and does not answer.</summary>
    KinesisFails,

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

    /// <summary>Bytes that are no change of an order arrive from Kinesis.</summary>
    PoisonOnKinesis,

    /// <summary>Another program writes an item into the orders table that is no order.</summary>
    PoisonOnTableStream,

    /// <summary>A record of several hundred kilobytes is no change of an order.</summary>
    HugePoison,

    /// <summary>Orders are changed hours to days after they were placed.</summary>
    LateChanges,

    /// <summary>The API changes an order more often than an item keeps change ids.</summary>
    ManyChanges,

    /// <summary>The time to live of the orders table removes orders, which takes nothing back.</summary>
    TimeToLive,

    /// <summary>Orders are deleted by hand at any time, which takes them back.</summary>
    Deletions,

    /// <summary>A deleted order is put back by hand: at once or much later, as it was or from an older backup.</summary>
    PutBack,

    /// <summary>A deleted order is placed again through the API with the same <c>Idempotency-Key</c>.</summary>
    PlacedAgain,

    /// <summary>Another program adds an attribute of its own to an order.</summary>
    Touches,

    /// <summary>Another writer sets the quantity of a line, or adds or removes one.</summary>
    QuantityEdited,

    /// <summary>Another writer sets the price of a line.</summary>
    PriceEdited,

    /// <summary>Another writer cancels an order or takes a cancellation back.</summary>
    StatusEdited,

    /// <summary>
    /// Another writer moves an order to another minute or day, up to a day ahead, or to a day too long ago to be counted.
    /// </summary>
    PlacedAtEdited,

    /// <summary>Another writer sets the currency, which may not have the decimals of the prices.</summary>
    CurrencyEdited,

    /// <summary>Another writer sets the customer.</summary>
    CustomerEdited,

    /// <summary>Another writer sets the lane, removes it, or puts something there that is none.</summary>
    LaneEdited,

    /// <summary>Another writer sets the version back or ahead, removes it, or puts something there that is none.</summary>
    VersionEdited,

    /// <summary>Another writer removes, empties, shortens, reorders or replaces the change ids.</summary>
    ChangeIdsEdited,

    /// <summary>Another writer sets the time of the last change.</summary>
    UpdatedAtEdited,

    /// <summary>Another writer removes the digest or sets it.</summary>
    DigestEdited,

    /// <summary>Another writer removes the partition in the index, or sets a wrong one.</summary>
    PlacedInEdited,

    /// <summary>Another writer makes an order invalid, and mends it later.</summary>
    MadeInvalid,

    /// <summary>An item is replaced by the content of another order, with or without its change ids.</summary>
    ReplacedByAnother,

    /// <summary>An item is replaced by an older backup of itself.</summary>
    ReplacedByBackup,

    /// <summary>Another program writes orders of its own, with or without the attributes that only the API needs.</summary>
    Imports,

    /// <summary>What another program writes is no valid order, and is mended later.</summary>
    InvalidImports,

    /// <summary>A deployment asks for another number of lanes.</summary>
    LaneChanges,

    /// <summary>Aggregates are asked for at any time.</summary>
    ReadsAnyTime,

    /// <summary>Somebody rebuilds all aggregates while orders come in, and may stop anywhere.</summary>
    Rebuilds,
}
