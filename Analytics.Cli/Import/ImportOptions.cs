using Analytics.Cli.Tables;
using Analytics.Core.Wire;
using Analytics.Operations.Import;

namespace Analytics.Cli.Import;

/// <summary>Options of <c>import</c>.</summary>
/// <param name="File">The file of orders.</param>
/// <param name="Format">Its format.</param>
/// <param name="Tables">The tables to write to.</param>
internal sealed record ImportOptions(string File, ImportFormat Format, TableNames Tables)
{
    /// <summary>The product's name of a CSV column by the file's name of it.</summary>
    public IReadOnlyDictionary<string, string> Map { get; init; } = new Dictionary<string, string>();

    /// <summary>Reads times without an offset.</summary>
    public ImportTime Times { get; init; } = new();

    /// <summary>Whether to only validate the file.</summary>
    public bool DryRun { get; init; }

    /// <summary>Whether to count the orders in the transactions that write them, rather than leave that to the table stream.</summary>
    public bool Rebuild { get; init; }

    /// <summary>Maximum number of orders per second; null for no limit.</summary>
    public int? Rate { get; init; }

    /// <summary>Number of lanes to spread the orders over; null for as many as the aggregates have.</summary>
    public int? Lanes { get; init; }

    /// <summary>The dimensions that orders may have. Default channel and country.</summary>
    public OrderDimensions Dimensions { get; init; } = OrderDimensions.Default;
}
