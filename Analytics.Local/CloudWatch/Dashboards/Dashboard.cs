namespace Analytics.Local.CloudWatch.Dashboards;

/// <summary>A dashboard as it is kept.</summary>
/// <param name="Name">1 to 255 letters, digits, dashes and underscores.</param>
/// <param name="Body">The JSON text, just as it was put.</param>
/// <param name="LastModified">When it was put.</param>
internal sealed record Dashboard(string Name, string Body, DateTimeOffset LastModified)
{
    /// <summary>Why a body from a file could not be filled in, and so is as it stands in the file; null where all is well.</summary>
    public string? Problem { get; init; }
}
