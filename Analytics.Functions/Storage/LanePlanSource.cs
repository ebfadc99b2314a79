using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Functions.Storage;

/// <summary>Where the lane plan is kept. Safe to use from many threads.</summary>
internal interface ILanePlanStore
{
    /// <summary>The plan with its revision; null when none was written yet.</summary>
    Task<(LanePlan Plan, long Revision)?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Writes a plan over the revision that was read; 0 for none.</summary>
    /// <returns>False when another was faster.</returns>
    Task<bool> TryWriteAsync(LanePlan plan, long readRevision, CancellationToken cancellationToken);
}

/// <summary>The lane plan as a function knows it: never older than it may be for a change to reach everyone in time.</summary>
/// <remarks>
/// A change is written down at least <see cref="Notice"/> ahead of the minute from which it holds, and no function goes by a plan
/// that it read longer ago than <see cref="AgeMax"/>. Since the one is twice the other, every function knows of a change before it
/// holds, with a quarter of an hour to spare for clocks that differ.
/// </remarks>
internal sealed class LanePlanSource(ILanePlanStore store, int wantedLanes, bool mayWrite, TimeProvider time)
{
    /// <summary>How far ahead a change of the number of lanes is written down.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromMinutes(30);

    /// <summary>After this the plan is read again when it can be.</summary>
    public static readonly TimeSpan RefreshAfter = TimeSpan.FromMinutes(5);

    /// <summary>After this the plan is not used any more.</summary>
    public static readonly TimeSpan AgeMax = TimeSpan.FromMinutes(15);

    private (LanePlan Plan, DateTimeOffset ReadAt)? _known;

    /// <summary>The plan to go by now.</summary>
    public async Task<LanePlan> GetAsync(Action<string> log, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_known is { } fresh && now - fresh.ReadAt < RefreshAfter && now >= fresh.ReadAt)
        {
            return fresh.Plan;
        }

        try
        {
            // The age counts from before the reading: what is written while it is read may be missed.
            var (plan, isStored) = await ReadAsync(isFirst: _known is null, now, cancellationToken);
            _known = isStored ? (plan, now) : _known;
            return plan;
        }
        catch (Exception failure) when (_known is { } old && now - old.ReadAt < AgeMax && now >= old.ReadAt)
        {
            log($"The lane plan could not be read again and is {now - old.ReadAt} old: {failure.Message}");
            return old.Plan;
        }
    }

    private async Task<(LanePlan Plan, bool IsStored)> ReadAsync(bool isFirst, DateTimeOffset now, CancellationToken cancellationToken)
    {
        while (true)
        {
            var stored = await store.ReadAsync(cancellationToken);
            if (!mayWrite)
            {
                return (stored?.Plan ?? LanePlan.Always(wantedLanes), stored is not null);
            }

            // Only a function that has just started asks for its own number: one that was deployed earlier and is still warm
            // would otherwise undo what the newer deployment has asked for.
            var wanted = stored is null
                ? LanePlan.Always(wantedLanes)
                : isFirst && stored.Value.Plan.LanesAtLast != wantedLanes
                    ? stored.Value.Plan.Then(Minute.Of(now + Notice).Plus(1), wantedLanes)
                    : stored.Value.Plan;
            if (wanted == stored?.Plan || await store.TryWriteAsync(wanted, stored?.Revision ?? 0, cancellationToken))
            {
                return (wanted, true);
            }
        }
    }
}
