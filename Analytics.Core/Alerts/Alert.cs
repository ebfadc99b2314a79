namespace Analytics.Core.Alerts;

/// <summary>A rule that a shop set, its receiver, and whether it rings. Immutable.</summary>
/// <param name="Name">A name for display.</param>
/// <param name="Rule">When it rings.</param>
/// <param name="UpdatedAt">When a client last set it. Ringing does not change it.</param>
public sealed record Alert(string Name, AlertRule Rule, DateTimeOffset UpdatedAt)
{
    /// <summary>Maximum length of a name, in characters.</summary>
    public const int MaxNameLength = 80;

    /// <summary>IANA id of the zone of days and hours. Default UTC.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>The hours in which it may ring; null for all.</summary>
    public AlertHours? Hours { get; init; }

    /// <summary>The URL that receives its notices; null for none.</summary>
    public string? Webhook { get; init; }

    /// <summary>Whether it is evaluated. Default true.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>Whether it rings, and its newest notice.</summary>
    public AlertState State { get; init; } = AlertState.Quiet;

    /// <summary>Whether it rings under the same conditions as another one.</summary>
    public bool HasSameConditionsAs(Alert other) =>
        Rule == other.Rule && TimeZone == other.TimeZone && Hours == other.Hours && IsEnabled == other.IsEnabled;
}
