namespace Analytics.Cli.Page;

/// <summary>Options of <c>page</c>.</summary>
/// <param name="Api">The address of the API; null for that of the running local stack.</param>
/// <param name="DataDirectory">The data directory of the running local stack.</param>
/// <param name="Port">Port of the page; 0 for any free one.</param>
/// <param name="Dimensions">The dimensions that the shop's orders have: channel and country, and those of the option.</param>
internal sealed record PageOptions(Uri? Api, string DataDirectory, int Port, IReadOnlyList<string> Dimensions)
{
    /// <summary>A file with the token for a deployed API, read with each request; null if the API needs none.</summary>
    public string? TokenFile { get; init; }
}
