using System.Runtime.ExceptionServices;
using Analytics.Core.Alerts;
using Analytics.Core.Orders;
using Analytics.Functions.Logging;
using Analytics.Storage;

namespace Analytics.Functions.Alerts;

/// <summary>Evaluates all alerts at a time, stores which of them ring, and delivers their notices. Thread-safe.</summary>
/// <remarks>
/// A notice is stored before it is delivered, under a condition that only one of two concurrent evaluations meets, so one delivers it.
/// If an evaluation ends in between, the notice stays stored and a later evaluation delivers it with the same id. So a receiver gets each
/// notice at least once, and more than once only if an evaluation ended, or its response was lost, after the receiver had accepted it.
/// </remarks>
/// <param name="store">The alerts.</param>
/// <param name="reader">Finds which should ring.</param>
/// <param name="sender">Delivers notices.</param>
/// <param name="time">The clock.</param>
internal sealed class AlertEvaluator(ISharedStore<Alert> store, AlertReader reader, INoticeSender sender, TimeProvider time)
{
    // With a timeout of 5 s for each receiver, the maximum number of alerts takes 20 s if none responds.
    private const int Concurrency = 16;

    private const int MaxAttemptsToStore = 10;

    /// <summary>Evaluates the alerts.</summary>
    /// <param name="log">Receives warnings.</param>
    /// <param name="cancellationToken">Ends the evaluation. The next one delivers what this one did not.</param>
    /// <returns>
    /// What was done. If the sums could not be read, or an alert not be stored, its <see cref="AlertOutcome.Failure"/> says why: these
    /// alerts neither begin to ring nor end, and the others are evaluated and their notices delivered.
    /// </returns>
    /// <remarks>Throws only if the alerts cannot be listed.</remarks>
    public async Task<AlertOutcome> EvaluateAsync(Action<string> log, CancellationToken cancellationToken)
    {
        var entries = await store.ListAsync(cancellationToken);
        var now = time.GetUtcNow().ToMilliseconds();
        var (findings, failure) = await FindAsync(entries, now, cancellationToken);
        var outcome = new AlertOutcome(entries.Count) { Failure = failure };
        await Bounded.ForEachAsync(entries, Concurrency, async (entry, _) =>
        {
            if (entry.Value is null)
            {
                log(LogEvent.Line("alertUnreadable", ("alert", entry.Id), ("newer", entry.IsNewer)));
                return;
            }

            outcome.AddState(await ApplyAsync(entry, findings.GetValueOrDefault(entry.Id), now, outcome, log, cancellationToken));
        }, CancellationToken.None);
        return outcome;
    }

    private async Task<(IReadOnlyDictionary<string, AlertFinding> Findings, ExceptionDispatchInfo? Failure)> FindAsync(
        IReadOnlyList<SharedEntry<Alert>> entries, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var enabled = entries.Where(entry => entry.Value is { IsEnabled: true }).ToList();
        try
        {
            var found = await reader.FindAsync([.. enabled.Select(entry => entry.Value!)], now, cancellationToken);
            return (enabled.Zip(found).ToDictionary(pair => pair.First.Id, pair => pair.Second), null);
        }
        catch (Exception failure)
        {
            // Stored notices are delivered if there is time; the caller reports the failure after that.
            return (new Dictionary<string, AlertFinding>(), ExceptionDispatchInfo.Capture(failure));
        }
    }

    // Returns the state that is stored afterwards. A failure concerns this alert only.
    private async Task<AlertState> ApplyAsync(
        SharedEntry<Alert> entry, AlertFinding? finding, DateTimeOffset now, AlertOutcome outcome, Action<string> log,
        CancellationToken cancellationToken)
    {
        var stored = entry;
        try
        {
            var state = StateAfter(entry.Value!, finding, now);
            if (state != entry.Value!.State)
            {
                if (await store.TryPutAsync(entry.Id, entry.Value with { State = state }, entry, cancellationToken) is not { } written)
                {
                    log(LogEvent.Line("alertChangedMeanwhile", ("alert", entry.Id)));
                    return entry.Value.State;
                }

                stored = written;
                outcome.AddChange(entry.Value.State, state);
            }

            if (state.Notice is { Delivery: NoticeDelivery.Pending } notice && notice != entry.Value.State.Notice)
            {
                await DeliverAsync(stored, notice, outcome, log, cancellationToken);
            }
        }
        catch (Exception failure)
        {
            log(LogEvent.Line(
                "alertFailed", ("alert", entry.Id), ("error", failure.GetType().Name), ("message", failure.Message)));
            outcome.AddFailure(failure);
        }

        return stored.Value!.State;
    }

    private static AlertState StateAfter(Alert alert, AlertFinding? finding, DateTimeOffset now)
    {
        var state = finding is null ? alert.State : alert.State.After(finding, now, alert.Webhook is not null);
        return alert.Webhook is not null && state.Notice?.IsDueAt(now) == true
            ? state with { Notice = state.Notice.BeginAttempt(now) }
            : state;
    }

    private async Task DeliverAsync(
        SharedEntry<Alert> entry, AlertNotice notice, AlertOutcome outcome, Action<string> log, CancellationToken cancellationToken)
    {
        var alert = entry.Value!;
        var failure = await sender.SendAsync(alert.Webhook!, NoticeWriter.Body(entry.Id, alert, notice), cancellationToken);
        outcome.AddAttempt(failure is null);
        if (failure is not null)
        {
            log(LogEvent.Line("alertNotDelivered", ("alert", entry.Id), ("attempt", notice.Attempts), ("reason", failure)));
        }

        // A client may change the alert meanwhile; what it has set stays.
        SharedEntry<Alert>? current = entry;
        for (var attempt = 0; attempt < MaxAttemptsToStore && current?.Value is { } stored && stored.State.Notice == notice; attempt++)
        {
            var after = notice.EndAttempt(failure, time.GetUtcNow().ToMilliseconds());
            var attempted = stored with { State = stored.State with { Notice = after } };
            if (await store.TryPutAsync(entry.Id, attempted, current, cancellationToken) is not null)
            {
                return;
            }

            current = await store.FindAsync(entry.Id, cancellationToken);
        }
    }
}
