namespace Analytics.Cli.Up;

/// <summary>Options of <c>up</c>. Paths are absolute; port 0 means any free port.</summary>
internal sealed record UpOptions
{
    public const string DefaultStackName = "order-analytics";

    /// <summary>The folder with the default template, functions and emulators.</summary>
    public required string ProjectDirectory { get; init; }

    /// <summary>The directory for tables, checkpoints and addresses.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Whether to start empty and store nothing.</summary>
    public bool Ephemeral { get; init; }

    /// <summary>The template that describes the system.</summary>
    public required string TemplateFile { get; init; }

    /// <summary>The folder with the published functions.</summary>
    public required string FunctionsDirectory { get; init; }

    /// <summary>Port of the HTTP API; default 3000.</summary>
    public int ApiPort { get; init; } = 3000;

    /// <summary>Port of the dashboard page; default 3001.</summary>
    public int DashboardPort { get; init; } = 3001;

    /// <summary>Port of the DynamoDB emulator.</summary>
    public int DynamoDbPort { get; init; }

    /// <summary>Port of the Kinesis emulator.</summary>
    public int KinesisPort { get; init; }

    /// <summary>Port of the CloudWatch endpoint.</summary>
    public int CloudWatchPort { get; init; }

    /// <summary>An existing DynamoDB to use; null to start the emulator.</summary>
    public Uri? DynamoDbEndpoint { get; init; }

    /// <summary>An existing Kinesis to use; null to start the emulator.</summary>
    public Uri? KinesisEndpoint { get; init; }

    /// <summary>Values for the template's parameters.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>Who may call the HTTP API; null leaves it to the template and its parameters.</summary>
    public LocalAccess? Access { get; init; }

    /// <summary>Port of the issuer of tokens, with <see cref="LocalAccess.Jwt"/>; default 3002.</summary>
    public int IssuerPort { get; init; } = 3002;

    /// <summary>The name of the stack.</summary>
    public string StackName { get; init; } = DefaultStackName;

    /// <summary>Whether to run the demo shop.</summary>
    public bool Demo { get; init; }

    /// <summary>Seed of the demo's orders; null for a new one.</summary>
    public int? Seed { get; init; }

    /// <summary>Whether to deliver every batch of both sources twice.</summary>
    public bool DeliverTwice { get; init; }

    /// <summary>Whether to omit the logs of functions and emulators.</summary>
    public bool Quiet { get; init; }
}
