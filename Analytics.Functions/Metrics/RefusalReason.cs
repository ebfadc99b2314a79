namespace Analytics.Functions.Metrics;

/// <summary>Why an order was not accepted, as metrics tell it: few kinds, each with one thing to do about it.</summary>
internal static class RefusalReason
{
    private static readonly Dictionary<int, string> ByStatus = new()
    {
        [400] = "Invalid",
        [412] = "Precondition",
        [413] = "TooLarge",
        [415] = "MediaType",
        [422] = "KeyReused",
        [503] = "Unavailable",
    };

    // Whatever else there is, is ours.
    private const string Fault = "Fault";

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<string> All { get; } = [.. ByStatus.OrderBy(reason => reason.Key).Select(reason => reason.Value), Fault];

    /// <summary>The kind of a refusal with this HTTP status.</summary>
    public static string Of(int status) => ByStatus.GetValueOrDefault(status, Fault);
}
