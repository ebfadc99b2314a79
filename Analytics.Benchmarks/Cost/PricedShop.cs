namespace Analytics.Benchmarks.Cost;

/// <summary>A shop and how its stack is deployed.</summary>
/// <param name="Name">Its rate in words.</param>
/// <param name="Rate">Orders a second, on average over the month.</param>
internal sealed record PricedShop(string Name, double Rate)
{
    /// <summary>The template's <c>OrderStreamMode</c>: provisioned, on-demand or none.</summary>
    public string OrderStream { get; init; } = "provisioned";

    /// <summary>Shards of a provisioned order stream.</summary>
    public int Shards { get; init; } = 1;

    /// <summary>The template's <c>TableStreamBatchingWindow</c>, in seconds.</summary>
    public int Window { get; init; }

    /// <summary>The template's <c>Architecture</c>: whether it is arm64.</summary>
    public bool IsArm { get; init; }

    /// <summary>The template's <c>FunctionMemory</c>, in MB.</summary>
    public int Memory { get; init; } = 512;

    /// <summary>Lanes over which orders are spread.</summary>
    public int Lanes { get; init; } = 4;

    /// <summary>Minutes between two checks for drift.</summary>
    public double DriftMinutes { get; init; } = 5;

    /// <summary>Currencies of the shop.</summary>
    public int Currencies { get; init; } = 1;

    /// <summary>Items with a metric of their own.</summary>
    public int Items { get; init; }

    /// <summary>Requests for aggregates, a second.</summary>
    public double Queries { get; init; }

    /// <summary>The parameters that differ from the template's defaults.</summary>
    public string Parameters => string.Join(' ', new[]
    {
        OrderStream == "provisioned" ? Shards == 1 ? null : $"StreamShards={Shards}" : $"OrderStreamMode={OrderStream}",
        Window == 0 ? null : $"TableStreamBatchingWindow={Window}", IsArm ? "Architecture=arm64" : null,
        Memory == 512 ? null : $"FunctionMemory={Memory}", DriftMinutes == 5 ? null : $"DriftCheckRate=rate({DriftMinutes} minutes)",
    }.OfType<string>().Select(one => $"`{one}`").DefaultIfEmpty("none"));
}
