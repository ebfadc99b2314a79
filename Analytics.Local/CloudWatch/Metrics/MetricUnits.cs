using System.Collections.Frozen;

namespace Analytics.Local.CloudWatch.Metrics;

/// <summary>The units of CloudWatch metrics.</summary>
public static class MetricUnits
{
    /// <summary>No unit was given.</summary>
    public const string None = "None";

    /// <summary>A number of items or events.</summary>
    public const string Count = "Count";

    /// <summary>Thousandths of a second.</summary>
    public const string Milliseconds = "Milliseconds";

    private static readonly string[] Quantities =
    [
        "Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes",
        "Bits", "Kilobits", "Megabits", "Gigabits", "Terabits", Count,
    ];

    private static readonly FrozenSet<string> Known = FrozenSet.ToFrozenSet(
        [
            "Seconds", "Microseconds", Milliseconds, "Percent", None,
            .. Quantities,
            .. Quantities.Select(quantity => quantity + "/Second"),
        ],
        StringComparer.Ordinal);

    /// <summary>All units, in no particular order.</summary>
    public static IReadOnlyCollection<string> All => Known;

    /// <summary>Whether the text is a unit; case-sensitive.</summary>
    public static bool Contains(string unit) => Known.Contains(unit);
}
