using Analytics.Local.Hosting;

namespace Analytics.Local;

/// <summary>What the local cloud is brought up from, and where.</summary>
public sealed record LocalStackOptions
{
    /// <summary>The SAM template.</summary>
    public required string TemplatePath { get; init; }

    /// <summary>The folder with the published functions' <c>bootstrap</c>.</summary>
    public required string CodeDirectory { get; init; }

    /// <summary>The folder into which npm put the emulators.</summary>
    public required string NodeModulesDirectory { get; init; }

    /// <summary>Takes the output of everything that runs.</summary>
    public required ILogSink Log { get; init; }

    /// <summary>Seeds the components that need chance: request ids, the spread of retries. Used during the start only.</summary>
    public required Random Random { get; init; }

    /// <summary>Where data is kept from one start to the next; null for a temporary directory that is removed at the end.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>The file that tells other processes where everything is; null for <c>endpoints.json</c> in the data directory.</summary>
    public string? EndpointsFile { get; init; }

    /// <summary>The prefix of names that the template does not give; default <c>order-analytics</c>.</summary>
    public string StackName { get; init; } = "order-analytics";

    /// <summary>The port of the HTTP API on localhost; default 3000, 0 takes a free one.</summary>
    public int ApiPort { get; init; } = 3000;

    /// <summary>The port of the page with the dashboards on localhost; default 3001, 0 takes a free one.</summary>
    public int DashboardPort { get; init; } = 3001;

    /// <summary>The port of the DynamoDB emulator; default 0, a free one.</summary>
    public int DynamoDbPort { get; init; }

    /// <summary>The port of the Kinesis emulator; default 0, a free one.</summary>
    public int KinesisPort { get; init; }

    /// <summary>The port of the CloudWatch endpoint; default 0, a free one.</summary>
    public int CloudWatchPort { get; init; }

    /// <summary>Another DynamoDB, with streams, in place of the emulator.</summary>
    public Uri? DynamoDbEndpoint { get; init; }

    /// <summary>Another Kinesis in place of the emulator.</summary>
    public Uri? KinesisEndpoint { get; init; }

    /// <summary>Whether every batch of every stream is delivered twice at the same time, to see that it is counted once.</summary>
    public bool DeliverTwice { get; init; }

    /// <summary>Values of the template's parameters, in place of their defaults.</summary>
    public IReadOnlyDictionary<string, string> ParameterOverrides { get; init; } = new Dictionary<string, string>();

    /// <summary>The clock; default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
