namespace Analytics.Simulation.Injection;

/// <summary>Everything that can go wrong in the simulation. The product must survive all of it without a single wrong count.</summary>
internal enum Fault
{
    /// <summary>A stream contains a record twice, as when the response to a producer was lost.</summary>
    RecordTwice,

    /// <summary>A batch is delivered twice at the same time.</summary>
    BatchTwice,

    /// <summary>Several batches of one shard are in flight concurrently (<c>ParallelizationFactor</c>).</summary>
    BatchesSideBySide,

    /// <summary>An event source mapping loses its checkpoints and restarts at the oldest records, with different batches.</summary>
    CheckpointsLost,

    /// <summary>A shard iterator expires.</summary>
    IteratorExpired,

    /// <summary>A stream no longer knows a position, so the shard is read again from its oldest record.</summary>
    PositionLost,

    /// <summary>A stream trims old records.</summary>
    RecordsTrimmed,

    /// <summary>A stream is unreachable.</summary>
    StreamOutOfReach,

    /// <summary>One source stops for minutes to days while the other continues.</summary>
    SourceLate,

    /// <summary>Shards are split, merged and replaced.</summary>
    Resharding,

    /// <summary>Kinesis does not store a record, or stores it but its response is lost.</summary>
    KinesisFails,

    /// <summary>The table throttles a request.</summary>
    Throttled,

    /// <summary>A transaction is cancelled by a conflicting transaction or by throttling.</summary>
    TransactionCancelled,

    /// <summary>A request times out before it reaches the table.</summary>
    RequestLost,

    /// <summary>A request succeeds, but its caller sees a failure.</summary>
    AnswerLost,

    /// <summary>A request succeeds, its response is lost, and the SDK retries it.</summary>
    RequestTwice,

    /// <summary>A request is executed long after its caller gave up.</summary>
    RequestLate,

    /// <summary>An eventually consistent read returns an older state.</summary>
    StaleRead,

    /// <summary>An index shows a write later than the table does.</summary>
    IndexLag,

    /// <summary>A query or scan is cut into small pages.</summary>
    SmallPages,

    /// <summary>An instance ends at an arbitrary await.</summary>
    Crash,

    /// <summary>An instance hangs at an arbitrary await until it times out, and is killed.</summary>
    TimeOut,

    /// <summary>An instance hangs at an arbitrary await until it times out, is given up, and resumes hours later.</summary>
    Zombie,

    /// <summary>Warm instances are reused with everything they have cached, however stale.</summary>
    WarmInstances,

    /// <summary>Several instances of a function run concurrently.</summary>
    InstancesAtOnce,

    /// <summary>An order is reported hours to weeks after it was placed.</summary>
    BackDated,

    /// <summary>An instance's clock is off by seconds.</summary>
    ClockSkew,

    /// <summary>CloudWatch rejects metrics or does not respond.</summary>
    MetricsLost,

    /// <summary>Kinesis delivers bytes that are not a change of an order.</summary>
    PoisonOnKinesis,

    /// <summary>Another program writes an item that is not an order into the orders table.</summary>
    PoisonOnTableStream,

    /// <summary>A record of several hundred kilobytes is not a change of an order.</summary>
    HugePoison,

    /// <summary>Orders are changed hours to days after they were placed.</summary>
    LateChanges,

    /// <summary>The API changes an order more often than an item keeps change ids.</summary>
    ManyChanges,

    /// <summary>DynamoDB TTL removes orders from the orders table. They stay counted.</summary>
    TimeToLive,

    /// <summary>Orders are deleted by hand at any time. They are no longer counted.</summary>
    Deletions,

    /// <summary>A deleted order is restored by hand, immediately or much later, as it was or from an older backup.</summary>
    PutBack,

    /// <summary>A deleted order is placed again through the API with the same <c>Idempotency-Key</c>.</summary>
    PlacedAgain,

    /// <summary>Another program adds an attribute to an order.</summary>
    Touches,

    /// <summary>Another writer sets the quantity of a line, or adds or removes one.</summary>
    QuantityEdited,

    /// <summary>Another writer sets the price of a line.</summary>
    PriceEdited,

    /// <summary>Another writer sets a discount, a refund, returned units, shipping or tax, within their limits or beyond.</summary>
    AmountsEdited,

    /// <summary>Another writer sets or removes the dimensions of an order, some of them invalid.</summary>
    DimensionsEdited,

    /// <summary>Another writer cancels an order or reverts a cancellation.</summary>
    StatusEdited,

    /// <summary>
    /// Another writer moves an order to another minute or day, up to a day ahead, or to a day too long ago to be counted.
    /// </summary>
    PlacedAtEdited,

    /// <summary>Another writer sets the currency, which may allow fewer decimals than the prices have.</summary>
    CurrencyEdited,

    /// <summary>Another writer sets the customer.</summary>
    CustomerEdited,

    /// <summary>Another writer sets the lane, removes it, or replaces it by an invalid value.</summary>
    LaneEdited,

    /// <summary>Another writer moves the version back or ahead, removes it, or replaces it by an invalid value.</summary>
    VersionEdited,

    /// <summary>Another writer removes, empties, shortens, reorders or replaces the change ids.</summary>
    ChangeIdsEdited,

    /// <summary>Another writer sets the time of the last change (<c>updatedAt</c>).</summary>
    UpdatedAtEdited,

    /// <summary>Another writer removes the digest or sets it.</summary>
    DigestEdited,

    /// <summary>Another writer removes the partition key of the index (<c>placedIn</c>) or sets a wrong one.</summary>
    PlacedInEdited,

    /// <summary>Another writer makes an order invalid and repairs it later.</summary>
    MadeInvalid,

    /// <summary>An item is overwritten with the content of another order, with or without that order's change ids.</summary>
    ReplacedByAnother,

    /// <summary>An item is overwritten with an older backup of itself.</summary>
    ReplacedByBackup,

    /// <summary>Another program writes orders of its own, with or without the attributes that only the API needs.</summary>
    Imports,

    /// <summary>Another program writes an invalid order and repairs it later.</summary>
    InvalidImports,

    /// <summary>
    /// An operator imports orders of the past in transactions with the documents that count them; the process may be killed, and the import
    /// is repeated.
    /// </summary>
    CountedImports,

    /// <summary>A deployment configures another number of lanes.</summary>
    LaneChanges,

    /// <summary>Clients read aggregates at any time.</summary>
    ReadsAnyTime,

    /// <summary>
    /// An operator rebuilds a range of documents or all of them while orders come in, and may be interrupted at any step.
    /// </summary>
    Rebuilds,
}
