namespace Analytics.Cli.Faults;

/// <summary>What can be done to a running stack.</summary>
internal enum FaultKind
{
    /// <summary><c>kill -9</c> of a process of the analytics function.</summary>
    AnalyticsKilled,

    /// <summary><c>kill -9</c> of a process of the orders function.</summary>
    OrdersKilled,

    /// <summary><c>kill -9</c> of the Kinesis emulator, which the host starts again.</summary>
    KinesisKilled,

    /// <summary><c>kill -9</c> of the DynamoDB emulator, which the host starts again.</summary>
    DynamoDbKilled,

    /// <summary>The host is told to stop (SIGTERM), and started again on the same data.</summary>
    HostStopped,

    /// <summary><c>kill -9</c> of the host, and a start on the same data.</summary>
    HostKilled,
}

/// <summary>One fault of a plan.</summary>
/// <param name="AfterOrder">It is due once so many orders have been sent off.</param>
/// <param name="Kind">What happens.</param>
internal readonly record struct Fault(int AfterOrder, FaultKind Kind);
