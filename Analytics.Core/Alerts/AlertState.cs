using Analytics.Core.Windows;

namespace Analytics.Core.Alerts;

/// <summary>Whether an alert rings, and its newest notice. Immutable.</summary>
/// <param name="Since">The minute in which it began to ring; null while it does not ring.</param>
/// <param name="Notice">
/// The newest notice; null before the first. A newer one replaces an undelivered one, so a receiver that was unreachable learns the present
/// state, and not everything that it missed.
/// </param>
public sealed record AlertState(Minute? Since, AlertNotice? Notice)
{
    /// <summary>The state of an alert that never rang.</summary>
    public static AlertState Quiet { get; } = new(null, null);

    /// <summary>Whether the alert rings.</summary>
    public bool IsRinging => Since is not null;

    /// <summary>The state after an evaluation; the same if the finding changes nothing.</summary>
    /// <param name="finding">What the evaluation found.</param>
    /// <param name="now">The time of the evaluation.</param>
    /// <param name="hasReceiver">Whether the alert has a receiver.</param>
    public AlertState After(AlertFinding finding, DateTimeOffset now, bool hasReceiver) =>
        finding.Holds == IsRinging ? this
        : finding.Holds ? new AlertState(
            Minute.Of(now), NoticeOf(NoticeKind.Began, Minute.Of(now), now, finding.Numbers, hasReceiver))
        : End(finding.Numbers, now, hasReceiver);

    /// <summary>The state after the alert is over; the same if it does not ring.</summary>
    public AlertState End(string numbers, DateTimeOffset now, bool hasReceiver) => Since is { } since
        ? new AlertState(null, NoticeOf(NoticeKind.Ended, since, now, numbers, hasReceiver))
        : this;

    /// <summary>The state of an alert whose receiver was removed: a notice that waits for delivery no longer does.</summary>
    public AlertState WithoutReceiver() => Notice is { Delivery: NoticeDelivery.Pending } notice
        ? this with { Notice = notice with { Delivery = NoticeDelivery.None } }
        : this;

    private static AlertNotice NoticeOf(NoticeKind kind, Minute since, DateTimeOffset now, string numbers, bool hasReceiver) =>
        new(kind, since, now, numbers) { Delivery = hasReceiver ? NoticeDelivery.Pending : NoticeDelivery.None };
}
