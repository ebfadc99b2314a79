namespace Analytics.Cli.Smoke;

/// <summary>Options of <c>smoke</c>.</summary>
internal sealed record SmokeOptions
{
    /// <summary>The name of a deployed stack; null if the API is named otherwise.</summary>
    public string? Stack { get; init; }

    /// <summary>The address of an API; null for that of the stack, or of the running local stack.</summary>
    public Uri? Api { get; init; }

    /// <summary>A file with a token for the API; null if it needs none.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Whether requests to <see cref="Api"/> are signed. Those to a stack are as its parameter <c>Access</c> says.</summary>
    public bool Sign { get; init; }

    /// <summary>The data directory of the local stack.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>How long to wait until a change is counted. Default one minute.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether to go on without asking.</summary>
    public bool Yes { get; init; }

    /// <summary>Whether to print JSON.</summary>
    public bool Json { get; init; }
}
