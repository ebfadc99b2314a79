using Analytics.Core.Changes;
using Analytics.Core.Windows;

namespace Analytics.Core.Tallies;

/// <summary>How many lanes the aggregates of each minute are spread over.</summary>
/// <remarks>
/// The lane of an order must be a function of the order's id and minute alone; were it to depend on when a change is seen, an
/// order seen before and after a change of the number would be counted in two documents. So the plan only ever grows at its
/// end, with a minute that lies far enough ahead for every function to have read it by then. Whoever changes it cannot know when
/// the write arrives, so a change is proposed first, and holds once it is confirmed. Immutable.
/// </remarks>
public sealed class LanePlan
{
    /// <summary>The most lanes there can be.</summary>
    public const int LanesMax = 256;

    /// <summary>A plan of entries in order of their minutes.</summary>
    /// <exception cref="ArgumentException">It is empty, does not begin at minute 0, is out of order, or a count is not a power of two from 1 to 256.</exception>
    public LanePlan(IReadOnlyList<LanePlanEntry> entries)
        : this(entries, null)
    {
    }

    /// <summary>A plan of entries in order of their minutes, with one that was proposed.</summary>
    /// <inheritdoc cref="LanePlan(IReadOnlyList{LanePlanEntry})"/>
    public LanePlan(IReadOnlyList<LanePlanEntry> entries, LanePlanEntry? proposed)
    {
        if (entries.Count == 0 || entries[0].From != default)
        {
            throw new ArgumentException("A lane plan begins at minute 0.", nameof(entries));
        }

        for (var index = 0; index < entries.Count; index++)
        {
            RequireLaneCount(entries[index].Lanes, nameof(entries));
            if (index > 0 && entries[index].From <= entries[index - 1].From)
            {
                throw new ArgumentException($"Entry {index} of the lane plan is not after the one before it.", nameof(entries));
            }
        }

        if (proposed is { } entry)
        {
            RequireLaneCount(entry.Lanes, nameof(proposed));
        }

        Entries = entries;
        Proposed = proposed;
    }

    /// <summary>The entries, each holding from its minute until the next one's.</summary>
    public IReadOnlyList<LanePlanEntry> Entries { get; }

    /// <summary>What was proposed to be the next entry; it holds for no minute. Null when nothing was.</summary>
    public LanePlanEntry? Proposed { get; }

    /// <summary>What holds last, for minutes without end.</summary>
    public int LanesAtLast => Entries[^1].Lanes;

    /// <summary>Whether a number can be a number of lanes: a power of two from 1 to 256.</summary>
    public static bool IsLaneCount(int lanes) => lanes is >= 1 and <= LanesMax && int.IsPow2(lanes);

    /// <summary>The plan with the same number of lanes for all time.</summary>
    public static LanePlan Always(int lanes) => new([new LanePlanEntry(default, lanes)]);

    /// <summary>This plan, changed from a minute on. Entries that would begin at or after it are replaced.</summary>
    public LanePlan Then(Minute from, int lanes) =>
        new([.. Entries.Where(entry => entry.From < from), new LanePlanEntry(from, lanes)]);

    /// <summary>This plan with a change proposed.</summary>
    public LanePlan Propose(Minute from, int lanes) => new(Entries, new LanePlanEntry(from, lanes));

    /// <summary>This plan with what was proposed as a part of it.</summary>
    public LanePlan Confirm() => Proposed is { } entry ? Then(entry.From, entry.Lanes) : this;

    /// <summary>This plan without what was proposed.</summary>
    public LanePlan Withdraw() => new(Entries);

    /// <summary>How many lanes a minute has.</summary>
    public int LanesAt(Minute minute)
    {
        var index = Entries.Count - 1;
        while (Entries[index].From > minute && index > 0)
        {
            index--;
        }

        return Entries[index].Lanes;
    }

    /// <summary>The document that a change counts in.</summary>
    public DocumentKey DocumentOf(Minute minute, ChangeFingerprint fingerprint) =>
        new(LaneOf(fingerprint.LaneBits, LanesAt(minute)), minute);

    /// <summary>Every lane of a range, with the minutes for which it is one.</summary>
    public IEnumerable<(int Lane, MinuteRange Minutes)> LanesOver(MinuteRange range)
    {
        for (var index = 0; index < Entries.Count; index++)
        {
            var end = index + 1 < Entries.Count ? Entries[index + 1].From : range.To > Entries[index].From ? range.To : Entries[index].From;
            var held = range.Intersect(new MinuteRange(Entries[index].From, end));
            for (var lane = 0; lane < Entries[index].Lanes && held.Minutes > 0; lane++)
            {
                yield return (lane, held);
            }
        }
    }

    private static void RequireLaneCount(int lanes, string parameter)
    {
        if (!IsLaneCount(lanes))
        {
            throw new ArgumentException($"The number of lanes is a power of two from 1 to {LanesMax}; was {lanes}.", parameter);
        }
    }

    private static int LaneOf(uint laneBits, int lanes) => lanes == 1 ? 0 : (int)(laneBits >> (32 - int.Log2(lanes)));
}

/// <summary>A number of lanes, and the minute from which it holds.</summary>
public readonly record struct LanePlanEntry(Minute From, int Lanes);
