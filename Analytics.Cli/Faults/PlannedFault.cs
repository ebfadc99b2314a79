namespace Analytics.Cli.Faults;

/// <summary>A kind of fault that can be injected into a running stack.</summary>
internal enum FaultKind
{
    /// <summary><c>kill -9</c> of a process of the analytics function.</summary>
    AnalyticsKilled,

    /// <summary><c>kill -9</c> of a process of the orders function.</summary>
    OrdersKilled,

    /// <summary><c>kill -9</c> of the Kinesis emulator; the host restarts it.</summary>
    KinesisKilled,

    /// <summary><c>kill -9</c> of the DynamoDB emulator; the host restarts it.</summary>
    DynamoDbKilled,

    /// <summary>SIGTERM to the host, then a restart on the same data.</summary>
    HostStopped,

    /// <summary><c>kill -9</c> of the host, then a restart on the same data.</summary>
    HostKilled,
}

/// <summary>A planned fault.</summary>
/// <param name="AfterOrder">Number of sent orders after which the fault is due.</param>
/// <param name="Kind">The kind of fault.</param>
internal readonly record struct PlannedFault(int AfterOrder, FaultKind Kind);
