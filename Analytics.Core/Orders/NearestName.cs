namespace Analytics.Core.Orders;

/// <summary>Suggests the name that a caller probably meant by an unknown one.</summary>
public static class NearestName
{
    private const int Edit = 2;
    private const int MaxLength = 64;
    private const int MinShort = 3;

    /// <summary>The known name closest to an unknown one: an abbreviation's long form, otherwise the one with the fewest edits.</summary>
    /// <param name="name">The unknown name. Only its first 64 characters are compared.</param>
    /// <param name="known">The known names; at least one.</param>
    public static string Of(string name, IReadOnlyList<string> known)
    {
        var start = name[..Math.Min(name.Length, MaxLength)];
        return known.MinBy(other => (IsLongOrShortFormOf(other, start) ? 0 : 1, Distance(start, other)))!;
    }

    private static bool IsLongOrShortFormOf(string known, string name) =>
        (name.Length >= MinShort && IsPartOf(name, known))
        || (known.Length >= MinShort && IsPartOf(known, name) && char.ToLowerInvariant(known[0]) == char.ToLowerInvariant(name[0]));

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

    // Levenshtein distance in which a difference only in case costs half an edit.
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).Select(column => column * Edit).ToArray();
        foreach (var character in from)
        {
            var diagonal = row[0];
            row[0] += Edit;
            for (var column = 1; column <= to.Length; column++)
            {
                var other = to[column - 1];
                var same = character == other ? 0 : char.ToLowerInvariant(character) == char.ToLowerInvariant(other) ? 1 : Edit;
                var cost = Math.Min(diagonal + same, Math.Min(row[column], row[column - 1]) + Edit);
                (diagonal, row[column]) = (row[column], cost);
            }
        }

        return row[^1];
    }
}
