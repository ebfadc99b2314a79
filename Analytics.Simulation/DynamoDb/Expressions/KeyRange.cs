namespace Analytics.Simulation.DynamoDb.Expressions;

/// <summary>A partition with bounds on the sort key; a null bound is open.</summary>
internal sealed record KeyRange(string Partition, string? From, bool FromIsIn, string? To, bool ToIsIn, string? Prefix)
{
    /// <summary>The range of an entire partition.</summary>
    public static KeyRange Whole(string partition) => new(partition, null, true, null, true, null);

    /// <summary>Whether a sort key is below the range.</summary>
    public bool IsBefore(string sort) => From is not null
        && (string.CompareOrdinal(sort, From) is var order && (FromIsIn ? order < 0 : order <= 0));

    /// <summary>Whether a sort key is above the range.</summary>
    public bool IsAfter(string sort) =>
        (To is not null && string.CompareOrdinal(sort, To) is var order && (ToIsIn ? order > 0 : order >= 0))
        || (Prefix is not null && !sort.StartsWith(Prefix, StringComparison.Ordinal) && !IsBefore(sort));

    public bool Holds(string sort) => !IsBefore(sort) && !IsAfter(sort);
}
