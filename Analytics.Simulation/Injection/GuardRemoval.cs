namespace Analytics.Simulation.Injection;

/// <summary>
/// The rules on which exactness rests, each as it can be taken away: at the boundary of the simulated services, or from data on its way.
/// The checks must notice each. docs/simulation.md lists them.
/// </summary>
internal enum GuardRemoval
{
    /// <summary>Nothing is taken away.</summary>
    None,

    /// <summary>Documents are read without the ids of the changes in them.</summary>
    CountedIds,

    /// <summary>Documents are read without their edit marks.</summary>
    EditMarks,

    /// <summary>Heads are written whatever their condition says.</summary>
    HeadCondition,

    /// <summary>Rollups are stored whatever their condition says, as the sum of what there is by then.</summary>
    RollupCondition,

    /// <summary>Writes into the orders table are made whatever their condition says.</summary>
    OrderCondition,

    /// <summary>A write invalidates no rollup.</summary>
    Invalidation,

    /// <summary>The instances that count have clocks that are hours behind, so that they take late changes for timely ones.</summary>
    FinalizationDelay,

    /// <summary>The order before a change arrives as one that counted nothing.</summary>
    ImageBefore,

    /// <summary>The change before one that is published looks counted.</summary>
    GapRule,

    /// <summary>
    /// Records of the table's stream have no change ids in the order before, so that each looks like a change of the API.
    /// </summary>
    OwnRule,

    /// <summary>All records of the table's stream have one id and one time.</summary>
    EventIdUnique,

    /// <summary>A record of the table's stream has another id at each delivery.</summary>
    EventIdLasting,

    /// <summary>Change ids of other orders arrive as ids of the order in which they are.</summary>
    OrderHash,

    /// <summary>The extent stays as it was first written.</summary>
    Extent,

    /// <summary>Segments reach the table seconds after the heads that name them.</summary>
    SegmentFirst,

    /// <summary>Documents are read with a bit flipped now and then, and with a checksum that fits.</summary>
    Checksum,

    /// <summary>Minutes are read eventually consistent.</summary>
    ConsistentMinutes,

    /// <summary>An update hands back the order as its caller had read it, and not as it was right before.</summary>
    OrderBefore,

    /// <summary>An update puts back the whole order as its caller had read it.</summary>
    UpdateOfAttributes,

    /// <summary>The digest of an order always fits, so that edited orders are published, too.</summary>
    Digest,

    /// <summary>The quarantine takes nothing.</summary>
    Quarantine,

    /// <summary>Removals by the time to live arrive as deletions.</summary>
    TimeToLive,
}
