namespace Analytics.Cli.Up;

/// <summary>What <c>up</c> was asked for. Paths are absolute; a port of 0 means any free one.</summary>
internal sealed record UpOptions
{
    /// <summary>The folder that holds template, functions and emulators unless said otherwise.</summary>
    public required string ProjectDirectory { get; init; }

    /// <summary>Where tables, checkpoints and addresses are kept.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Whether nothing is kept.</summary>
    public bool Ephemeral { get; init; }

    /// <summary>The description of the system.</summary>
    public required string TemplateFile { get; init; }

    /// <summary>The folder with the published functions.</summary>
    public required string FunctionsDirectory { get; init; }

    /// <summary>Where the HTTP API listens; default 3000.</summary>
    public int ApiPort { get; init; } = 3000;

    /// <summary>Where the page with the dashboards listens; default 3001.</summary>
    public int DashboardPort { get; init; } = 3001;

    /// <summary>Where the DynamoDB emulator listens.</summary>
    public int DynamoDbPort { get; init; }

    /// <summary>Where the Kinesis emulator listens.</summary>
    public int KinesisPort { get; init; }

    /// <summary>Where the CloudWatch endpoint listens.</summary>
    public int CloudWatchPort { get; init; }

    /// <summary>A DynamoDB that is running already; null to start the emulator.</summary>
    public Uri? DynamoDbEndpoint { get; init; }

    /// <summary>A Kinesis that is running already; null to start the emulator.</summary>
    public Uri? KinesisEndpoint { get; init; }

    /// <summary>Values for the template's parameters.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>The name of the stack; null for the host's default.</summary>
    public string? StackName { get; init; }

    /// <summary>Whether a small shop places orders.</summary>
    public bool Demo { get; init; }

    /// <summary>What the demo's orders are drawn from; null for a new one each time.</summary>
    public int? Seed { get; init; }

    /// <summary>Whether every batch of both sources is delivered twice.</summary>
    public bool DeliverTwice { get; init; }

    /// <summary>Whether the logs of functions and emulators are left out.</summary>
    public bool Quiet { get; init; }
}
