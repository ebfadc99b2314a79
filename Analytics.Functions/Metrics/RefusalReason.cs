namespace Analytics.Functions.Metrics;

/// <summary>Why an order was refused, for metrics: a few reasons, each with one remedy.</summary>
internal static class RefusalReason
{
    private static readonly Dictionary<int, string> ByStatus = new()
    {
        [400] = "Invalid",
        [403] = "Forbidden",
        [409] = "Conflict",
        [412] = "Precondition",
        [413] = "TooLarge",
        [415] = "MediaType",
        [422] = "KeyReused",
        [503] = "Unavailable",
    };

    // Every other status is a fault of the product.
    private const string Fault = "Fault";

    /// <summary>All reasons.</summary>
    public static IReadOnlyList<string> All { get; } = [.. ByStatus.OrderBy(reason => reason.Key).Select(reason => reason.Value), Fault];

    /// <summary>The reason for a refusal with this HTTP status.</summary>
    public static string Of(int status) => ByStatus.GetValueOrDefault(status, Fault);
}
