namespace Analytics.Simulation.Injection;

/// <summary>
/// The guards that exact counts depend on. Each can be removed, at the boundary of the simulated services or from data in transit, and the
/// checks must detect each removal. docs/simulation.md lists them.
/// </summary>
internal enum GuardRemoval
{
    /// <summary>No guard is removed.</summary>
    None,

    /// <summary>Documents are read without the ids of the changes they count.</summary>
    CountedIds,

    /// <summary>Documents are read without their edit marks.</summary>
    EditMarks,

    /// <summary>Head writes ignore their condition.</summary>
    HeadCondition,

    /// <summary>Rollup writes ignore their condition and store the sum of the documents as they are at that time.</summary>
    RollupCondition,

    /// <summary>Writes to the orders table ignore their condition.</summary>
    OrderCondition,

    /// <summary>Writes do not invalidate rollups.</summary>
    Invalidation,

    /// <summary>The clocks of the counting instances are hours behind, so they take late changes for timely ones.</summary>
    FinalizationDelay,

    /// <summary>The order before a change arrives as one that counted nothing.</summary>
    ImageBefore,

    /// <summary>The change before a published one looks counted.</summary>
    GapRule,

    /// <summary>Table stream records carry no change ids in the old image, so each looks like a change by the API.</summary>
    OwnRule,

    /// <summary>All table stream records share one event id and one time.</summary>
    EventIdUnique,

    /// <summary>A table stream record gets a new event id with each delivery.</summary>
    EventIdLasting,

    /// <summary>Change ids of other orders arrive as ids of the order that contains them.</summary>
    OrderHash,

    /// <summary>The extent is never updated after its first write.</summary>
    Extent,

    /// <summary>Segments reach the table seconds after the heads that reference them.</summary>
    SegmentFirst,

    /// <summary>Documents are occasionally read with a flipped bit and a matching checksum.</summary>
    Checksum,

    /// <summary>Minutes are read with eventual consistency.</summary>
    ConsistentMinutes,

    /// <summary>An update returns the order as its caller had read it, not as it was immediately before the update.</summary>
    OrderBefore,

    /// <summary>An update writes back the whole order as its caller had read it.</summary>
    UpdateOfAttributes,

    /// <summary>The digest of an order always matches, so edited orders are published too.</summary>
    Digest,

    /// <summary>Quarantine accepts no records.</summary>
    Quarantine,

    /// <summary>Removals by DynamoDB TTL arrive as deletions.</summary>
    TimeToLive,
}
