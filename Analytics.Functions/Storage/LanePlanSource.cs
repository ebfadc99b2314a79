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

/// <summary>What the lane plan is used for.</summary>
internal enum LanePlanUse
{
    /// <summary>To find what was counted. The plan is only read.</summary>
    Answering,

    /// <summary>To count by it, as the commands do that put things right. A proposal that comes too late is withdrawn first.</summary>
    Repairing,

    /// <summary>To count by it, as the function that was deployed with a number of lanes and asks for them.</summary>
    Counting,
}

/// <summary>The lane plan as a function knows it: never older than it may be for a change to reach everyone in time.</summary>
/// <remarks>
/// <para>No function goes by a plan that it read longer ago than <see cref="AgeMax"/>, and none counts an order of more than five
/// minutes from now. So an order of a minute is counted by the plan of no longer than twenty minutes before it, and a change that
/// is in the plan <see cref="Settled"/> before its minute is known to all who count in it, with five minutes to spare for clocks that differ.</para>
/// <para>But nobody can say when a write arrives: a process may stand still for hours between looking at its clock and writing.
/// So a change is proposed first, <see cref="Notice"/> ahead, and then confirmed, and everybody who reads a proposal that is not
/// confirmed when it should be settled withdraws it before counting. A confirmation that arrives too late then finds another revision; or nobody
/// has read the plan since, and then nobody has counted in a minute that it changes.</para>
/// </remarks>
internal sealed class LanePlanSource(ILanePlanStore store, int wantedLanes, LanePlanUse use, TimeProvider time)
{
    /// <summary>How far ahead a change of the number of lanes is proposed.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromMinutes(30);

    /// <summary>How long before its minute a change must be confirmed.</summary>
    public static readonly TimeSpan Settled = TimeSpan.FromMinutes(25);

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
            var (plan, isStored) = await ReadAsync(isFirst: _known is null, cancellationToken);
            _known = isStored ? (plan, now) : _known;
            return plan;
        }
        catch (Exception failure) when (_known is { } old && now - old.ReadAt < AgeMax && now >= old.ReadAt)
        {
            log($"The lane plan could not be read again and is {now - old.ReadAt} old: {failure.Message}");
            return old.Plan;
        }
    }

    private async Task<(LanePlan Plan, bool IsStored)> ReadAsync(bool isFirst, CancellationToken cancellationToken)
    {
        while (true)
        {
            var stored = await store.ReadAsync(cancellationToken);
            var next = stored is { Plan: var plan } ? Next(plan, isFirst) : use == LanePlanUse.Counting ? LanePlan.Always(wantedLanes) : null;
            if (next is null)
            {
                return (stored?.Plan ?? LanePlan.Always(wantedLanes), stored is not null);
            }

            // Whether this or another was faster, what is there now is read again.
            await store.TryWriteAsync(next, stored?.Revision ?? 0, cancellationToken);
        }
    }

    // What is to be written before the plan may be used; null for nothing.
    private LanePlan? Next(LanePlan plan, bool isFirst)
    {
        var now = time.GetUtcNow();
        if (use == LanePlanUse.Answering)
        {
            return null;
        }

        if (plan.Proposed is { } proposed)
        {
            return now + Settled > proposed.From.Start ? plan.Withdraw() : use == LanePlanUse.Counting ? plan.Confirm() : null;
        }

        // Only a function that has just started asks for its own number: one that was deployed earlier and is still warm
        // would otherwise undo what the newer deployment has asked for.
        return use == LanePlanUse.Counting && isFirst && plan.LanesAtLast != wantedLanes
            ? plan.Propose(Minute.Of(now + Notice).Plus(1), wantedLanes)
            : null;
    }
}
