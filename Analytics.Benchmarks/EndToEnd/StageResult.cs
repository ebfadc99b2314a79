namespace Analytics.Benchmarks.EndToEnd;

/// <summary>What a rate came to.</summary>
internal sealed record StageResult
{
    /// <summary>Orders a second.</summary>
    public required double Rate { get; init; }

    /// <summary>How many orders were sent at the full rate.</summary>
    public required int Orders { get; init; }

    /// <summary>The orders that were not answered 2xx.</summary>
    public required IReadOnlyList<int> Unanswered { get; init; }

    /// <summary>How many were not seen in the totals while somebody looked.</summary>
    public required int Unseen { get; init; }

    /// <summary>From the moment an order was due to its acceptance.</summary>
    public required Latencies Acceptance { get; init; }

    /// <summary>From acceptance to the first answer whose totals hold the order.</summary>
    public required Latencies Visibility { get; init; }

    /// <summary>From one look at the totals to the next: what visibility is measured in.</summary>
    public required Latencies Polls { get; init; }

    /// <summary>Whether the rate can be kept up: all is accepted, and nothing takes longer than this.</summary>
    public bool Holds(TimeSpan max) => Unanswered.Count == 0 && Unseen == 0 && Acceptance.Most <= max && Visibility.Most <= max;
}

/// <summary>How long something took.</summary>
internal readonly record struct Latencies(TimeSpan Median, TimeSpan P99, TimeSpan Most)
{
    /// <summary>By nearest rank; all zero when there are none.</summary>
    public static Latencies Of(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToList();
        return sorted.Count == 0 ? default : new Latencies(At(0.5), At(0.99), sorted[^1]);

        TimeSpan At(double share) => sorted[(int)Math.Ceiling(share * sorted.Count) - 1];
    }
}
