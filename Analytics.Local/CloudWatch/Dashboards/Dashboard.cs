namespace Analytics.Local.CloudWatch.Dashboards;

/// <summary>A stored dashboard.</summary>
/// <param name="Name">1 to 255 letters, digits, dashes and underscores.</param>
/// <param name="Body">The JSON text exactly as it was put.</param>
/// <param name="LastModified">The time of the last change.</param>
internal sealed record Dashboard(string Name, string Body, DateTimeOffset LastModified)
{
    /// <summary>Why the placeholders in a deployed body could not be replaced and are still in it; null if there is no problem.</summary>
    public string? Problem { get; init; }
}
