using Analytics.Core.Orders;
using Analytics.Core.Windows;

namespace Analytics.Core.Alerts;

/// <summary>The message to a receiver when an alert begins to ring or ends. Immutable.</summary>
/// <param name="Kind">Which of the two.</param>
/// <param name="Since">The minute in which the alert began to ring.</param>
/// <param name="At">When this was found.</param>
/// <param name="Numbers">The numbers that were found, as a JSON object.</param>
public sealed record AlertNotice(NoticeKind Kind, Minute Since, DateTimeOffset At, string Numbers)
{
    /// <summary>How long after an attempt the next one begins: longer than any evaluation takes.</summary>
    /// <remarks>Two evaluations at the same time, or a repeated one, therefore never deliver the same notice.</remarks>
    public static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(45);

    /// <summary>How long delivery is attempted.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(1);

    /// <summary>The minute in which the alert was over; null for a notice of its beginning.</summary>
    public Minute? Until => Kind == NoticeKind.Ended ? Minute.Of(At) : null;

    /// <summary>Whether it was delivered. Default: it waits for delivery.</summary>
    public NoticeDelivery Delivery { get; init; } = NoticeDelivery.Pending;

    /// <summary>Number of attempts to deliver it.</summary>
    public int Attempts { get; init; }

    /// <summary>When the newest attempt began, or, once it was delivered, when it ended; null before the first.</summary>
    public DateTimeOffset? AttemptedAt { get; init; }

    /// <summary>Why the newest attempt failed; null if none did, or it is not known.</summary>
    public string? Failure { get; init; }

    /// <summary>An id that every repetition of the notice has, and no other notice of any alert.</summary>
    /// <param name="alertId">Id of the alert.</param>
    public string IdOf(string alertId) => $"{alertId}/{Timestamps.Format(At)}/{Kind.ToWire()}";

    /// <summary>Whether an attempt to deliver it may begin.</summary>
    public bool IsDueAt(DateTimeOffset now) =>
        Delivery == NoticeDelivery.Pending && !(AttemptedAt is { } attempted && now - attempted < RetryDelay);

    /// <summary>The notice with an attempt that begins now, or given up if it is older than <see cref="MaxAge"/>.</summary>
    public AlertNotice BeginAttempt(DateTimeOffset now) => now - At > MaxAge
        ? this with { Delivery = NoticeDelivery.GivenUp }
        : this with { Attempts = Attempts + 1, AttemptedAt = now };

    /// <summary>The notice after its attempt.</summary>
    /// <param name="failure">Why it failed; null if the receiver has the notice.</param>
    /// <param name="now">When it ended.</param>
    public AlertNotice EndAttempt(string? failure, DateTimeOffset now) => failure is null
        ? this with { Delivery = NoticeDelivery.Delivered, AttemptedAt = now, Failure = null }
        : this with { Failure = failure };
}

/// <summary>What a <see cref="AlertNotice"/> is about.</summary>
public enum NoticeKind
{
    /// <summary>The alert began to ring.</summary>
    Began,

    /// <summary>The alert is over.</summary>
    Ended,
}

/// <summary>What became of a <see cref="AlertNotice"/>.</summary>
public enum NoticeDelivery
{
    /// <summary>The alert has no receiver.</summary>
    None,

    /// <summary>It waits for its first or next attempt.</summary>
    Pending,

    /// <summary>The receiver has accepted it.</summary>
    Delivered,

    /// <summary>The receiver did not accept it for <see cref="AlertNotice.MaxAge"/>.</summary>
    GivenUp,
}

/// <summary>Converts kinds and deliveries of notices to and from their names.</summary>
public static class NoticeNames
{
    /// <summary>The name of a kind.</summary>
    public static string ToWire(this NoticeKind kind) => kind == NoticeKind.Began ? "began" : "ended";

    /// <summary>The name of a delivery.</summary>
    /// <exception cref="System.Diagnostics.UnreachableException">The delivery is not a defined value.</exception>
    public static string ToWire(this NoticeDelivery delivery) => delivery switch
    {
        NoticeDelivery.None => "none",
        NoticeDelivery.Pending => "pending",
        NoticeDelivery.Delivered => "delivered",
        NoticeDelivery.GivenUp => "givenUp",
        _ => throw new System.Diagnostics.UnreachableException($"The delivery {delivery} has no name."),
    };

    /// <summary>Parses the name of a kind; null if no kind has it.</summary>
    public static NoticeKind? ParseKind(string? text) =>
        text switch { "began" => NoticeKind.Began, "ended" => NoticeKind.Ended, _ => null };

    /// <summary>Parses the name of a delivery; null if no delivery has it.</summary>
    public static NoticeDelivery? ParseDelivery(string? text) => text switch
    {
        "none" => NoticeDelivery.None,
        "pending" => NoticeDelivery.Pending,
        "delivered" => NoticeDelivery.Delivered,
        "givenUp" => NoticeDelivery.GivenUp,
        _ => null,
    };
}
