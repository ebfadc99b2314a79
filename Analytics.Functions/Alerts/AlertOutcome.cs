using System.Runtime.ExceptionServices;
using Analytics.Core.Alerts;
using Analytics.Functions.Logging;

namespace Analytics.Functions.Alerts;

/// <summary>What an evaluation did. Adding is thread-safe.</summary>
/// <param name="alerts">Number of alerts that are stored.</param>
internal sealed class AlertOutcome(int alerts)
{
    private int _ringing;
    private int _began;
    private int _ended;
    private int _delivered;
    private int _failed;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Number of alerts that are stored, enabled or not.</summary>
    public int Alerts => alerts;

    /// <summary>Why the sums could not be read or an alert not be stored: the first of the failures; null if there was none.</summary>
    public ExceptionDispatchInfo? Failure
    {
        get => _failure;
        init => _failure = value;
    }

    /// <summary>Number of alerts that ring.</summary>
    public int Ringing => _ringing;

    /// <summary>Number of notices that receivers accepted.</summary>
    public int Delivered => _delivered;

    /// <summary>Number of attempts to deliver a notice that failed.</summary>
    public int Failed => _failed;

    /// <summary>The log line.</summary>
    public string Summary => LogEvent.Line(
        "alertsEvaluated", ("alerts", Alerts), ("ringing", _ringing), ("began", _began), ("ended", _ended), ("delivered", _delivered),
        ("failed", _failed));

    /// <summary>Adds the state of an alert after the evaluation.</summary>
    public void AddState(AlertState state)
    {
        if (state.IsRinging)
        {
            Interlocked.Increment(ref _ringing);
        }
    }

    /// <summary>Adds a change of a state that was stored.</summary>
    public void AddChange(AlertState before, AlertState after)
    {
        if (before.IsRinging != after.IsRinging)
        {
            Interlocked.Increment(ref after.IsRinging ? ref _began : ref _ended);
        }
    }

    /// <summary>Adds why an alert could not be stored.</summary>
    public void AddFailure(Exception failure) =>
        Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(failure), null);

    /// <summary>Adds an attempt to deliver a notice.</summary>
    public void AddAttempt(bool wasAccepted) => Interlocked.Increment(ref wasAccepted ? ref _delivered : ref _failed);
}
