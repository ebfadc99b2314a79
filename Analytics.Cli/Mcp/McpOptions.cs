using Analytics.Cli.Tables;

namespace Analytics.Cli.Mcp;

/// <summary>What the tool server answers from.</summary>
/// <param name="Api">The address of the API; null for that of the running local stack.</param>
/// <param name="Tables">The tables that <c>reconcile</c> compares.</param>
internal sealed record McpOptions(Uri? Api, TableNames Tables)
{
    /// <summary>A file with the token for a deployed API, read with each request; null if the API needs none.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Whether the tables are known: those of a deployed API must be named.</summary>
    public bool CanReconcile => Api is null || Tables.AggregatesTable is not null;
}
