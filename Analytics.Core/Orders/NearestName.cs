namespace Analytics.Core.Orders;

/// <summary>Suggests the name that a caller probably meant by an unknown one.</summary>
public static class NearestName
{
    // Costs are in half edits.
    private const int Edit = 2;
    private const int MaxLength = 64;
    private const int MinShort = 3;
    private const int MaxStretch = 3;

    /// <summary>
    /// The known name closest to an unknown one: the long form of an abbreviation or the short form of a longer name, otherwise the one
    /// with the fewest edits.
    /// </summary>
    /// <param name="name">The unknown name. Only its first 64 characters are compared.</param>
    /// <param name="known">The known names.</param>
    /// <returns>
    /// The name; null if none is an abbreviation or long form of it, or within one edit per three characters (at least one edit).
    /// </returns>
    public static string? Of(string name, IReadOnlyList<string> known)
    {
        var start = name[..Math.Min(name.Length, MaxLength)];
        var nearest = known.MinBy(other => (IsLongOrShortFormOf(other, start) ? 0 : 1, Distance(start, other)));
        return nearest is not null
            && (IsLongOrShortFormOf(nearest, start) || Distance(start, nearest) <= Edit * Math.Max(1, start.Length / 3))
            ? nearest
            : null;
    }

    private static bool IsLongOrShortFormOf(string known, string name) =>
        Math.Max(known.Length, name.Length) <= MaxStretch * Math.Min(known.Length, name.Length)
        && ((name.Length >= MinShort && IsPartOf(name, known))
            || (known.Length >= MinShort && IsPartOf(known, name) && char.ToLowerInvariant(known[0]) == char.ToLowerInvariant(name[0])));

    // Whether all letters of a name occur in another one in the same order, as those of qty in quantity.
    private static bool IsPartOf(string shorter, string longer)
    {
        var next = 0;
        foreach (var character in longer)
        {
            next += next < shorter.Length && char.ToLowerInvariant(character) == char.ToLowerInvariant(shorter[next]) ? 1 : 0;
        }

        return next == shorter.Length;
    }

    // Optimal string alignment: insertions, deletions, replacements and swaps of neighbours. A difference only in case costs half an edit.
    private static int Distance(string from, string to)
    {
        var costs = new int[from.Length + 1, to.Length + 1];
        for (var row = 0; row <= from.Length; row++)
        {
            for (var column = 0; column <= to.Length; column++)
            {
                costs[row, column] = row == 0 || column == 0 ? Edit * (row + column) : Math.Min(
                    costs[row - 1, column - 1] + Replacement(from[row - 1], to[column - 1]),
                    Math.Min(costs[row - 1, column], costs[row, column - 1]) + Edit);
                if (row > 1 && column > 1 && from[row - 1] == to[column - 2] && from[row - 2] == to[column - 1])
                {
                    costs[row, column] = Math.Min(costs[row, column], costs[row - 2, column - 2] + Edit);
                }
            }
        }

        return costs[from.Length, to.Length];
    }

    private static int Replacement(char one, char other) =>
        one == other ? 0 : char.ToLowerInvariant(one) == char.ToLowerInvariant(other) ? 1 : Edit;
}
