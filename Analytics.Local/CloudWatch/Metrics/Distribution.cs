namespace Analytics.Local.CloudWatch.Metrics;

/// <summary>The measurements of a bucket: count, sum, minimum, maximum and a histogram of the values.</summary>
/// <remarks>
/// <para>
/// Up to <see cref="MaxCells"/> different values are stored exactly. Beyond that, the values are stored in a log-linear histogram: the
/// low bits of each floating-point value are cut off, so that each power of two has 64 cells and a value read back has an error of at
/// most 1/128 (0.8 %). If this still gives more than <see cref="MaxCells"/> cells, that is, if the values spread over more than 16 powers
/// of two, one more bit is cut and the error doubles: 1.6 % for 32 powers, 3.2 % for 64. Count, sum, minimum and maximum stay exact.
/// </para>
/// <para>
/// The number of bits cut depends only on the values added and not on their order: cutting a bit merges cells, and adding a value never
/// lowers the number of cells. Distributions can therefore be merged in any grouping. Not thread-safe.
/// </para>
/// </remarks>
internal sealed class Distribution
{
    /// <summary>Maximum number of different values, or of histogram cells.</summary>
    public const int MaxCells = 1024;

    /// <summary>Number of the mantissa's 52 bits that the first cut removes; six remain.</summary>
    private const int FirstCut = 46;

    private List<ValueCount> cells = [];

    public double Count { get; private set; }

    public double Sum { get; private set; }

    public double Minimum { get; private set; } = double.PositiveInfinity;

    public double Maximum { get; private set; } = double.NegativeInfinity;

    /// <summary>Number of measurements without individual values. If there are any, percentiles are not available.</summary>
    public double CountWithoutValues { get; private set; }

    /// <summary>Number of low bits cut off the values in <see cref="Cells"/>; 0 if the values are exact.</summary>
    public int BitsCut { get; private set; }

    /// <summary>The values, or the lower edges (towards zero) of the histogram cells, in ascending order.</summary>
    public IReadOnlyList<ValueCount> Cells => cells;

    public double Average => Sum / Count;

    /// <summary>Recreates a distribution from its serialized parts.</summary>
    public static Distribution Restore(StatisticSet totals, double countWithoutValues, int bitsCut, List<ValueCount> cells) => new()
    {
        Count = totals.SampleCount,
        Sum = totals.Sum,
        Minimum = totals.Minimum,
        Maximum = totals.Maximum,
        CountWithoutValues = countWithoutValues,
        BitsCut = bitsCut,
        cells = cells,
    };

    public void Add(double value, double count)
    {
        if (count > 0)
        {
            AddTotals(new StatisticSet(count, value * count, value, value));
            AddCell(value, count);
        }
    }

    public void Add(StatisticSet set)
    {
        AddTotals(set);
        // All measurements have the same value, so the value is known (API reference, PutMetricData).
        if (set.Minimum == set.Maximum && Math.Abs(set.Sum - set.Minimum * set.SampleCount) <= 1e-9 * Math.Abs(set.Sum))
        {
            AddCell(set.Minimum, set.SampleCount);
        }
        else
        {
            CountWithoutValues += set.SampleCount;
        }
    }

    /// <summary>Adds another distribution to this one.</summary>
    /// <param name="other">The distribution to add; it is not changed.</param>
    /// <param name="withValues">False omits the individual values, for callers that compute no percentiles.</param>
    public void Merge(Distribution other, bool withValues = true)
    {
        AddTotals(new StatisticSet(other.Count, other.Sum, other.Minimum, other.Maximum));
        CountWithoutValues += other.CountWithoutValues;
        if (!withValues)
        {
            return;
        }

        while (BitsCut < other.BitsCut)
        {
            Coarsen();
        }

        foreach (var cell in other.cells)
        {
            AddCell(cell.Value, cell.Count);
        }
    }

    /// <summary>Returns the smallest value that at least the given share of the measurements does not exceed (nearest rank).</summary>
    /// <param name="percent">0 (the minimum) to 100 (the maximum).</param>
    /// <returns>
    /// Null if there are no measurements, if some have no individual values, or if one is negative: CloudWatch has no percentiles in these
    /// cases (API reference, GetMetricStatistics).
    /// </returns>
    public double? Percentile(double percent)
    {
        if (Count == 0 || CountWithoutValues > 0 || Minimum < 0)
        {
            return null;
        }

        // Reduced slightly to offset rounding errors: 99.9 % of 1000 is rank 999, not 1000.
        var rank = percent / 100 * Count * (1 - 1e-12);
        double passed = 0;
        foreach (var cell in cells)
        {
            passed += cell.Count;
            if (passed >= rank)
            {
                return Math.Clamp(Middle(cell.Value), Minimum, Maximum);
            }
        }

        return Maximum;
    }

    private static double Cut(double value, int bits) =>
        // Adding zero turns negative zero into zero, so that both are the same value.
        BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(value) & (-1L << bits)) + 0.0;

    private double Middle(double edge) => BitsCut == 0 || edge == 0
        ? edge
        : BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(edge) | (1L << (BitsCut - 1)));

    private void AddTotals(StatisticSet set)
    {
        Count += set.SampleCount;
        Sum += set.Sum;
        Minimum = Math.Min(Minimum, set.Minimum);
        Maximum = Math.Max(Maximum, set.Maximum);
    }

    private void AddCell(double value, double count)
    {
        var edge = Cut(value, BitsCut);
        var (low, high) = (0, cells.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = cells[middle].Value < edge ? (middle + 1, high) : (low, middle);
        }

        if (low < cells.Count && cells[low].Value == edge)
        {
            cells[low] = new ValueCount(edge, cells[low].Count + count);
            return;
        }

        cells.Insert(low, new ValueCount(edge, count));
        while (cells.Count > MaxCells)
        {
            Coarsen();
        }
    }

    private void Coarsen()
    {
        BitsCut = BitsCut == 0 ? FirstCut : BitsCut + 1;
        var coarse = new List<ValueCount>(cells.Count);
        foreach (var cell in cells)
        {
            var edge = Cut(cell.Value, BitsCut);
            if (coarse.Count > 0 && coarse[^1].Value == edge)
            {
                coarse[^1] = new ValueCount(edge, coarse[^1].Count + cell.Count);
            }
            else
            {
                coarse.Add(new ValueCount(edge, cell.Count));
            }
        }

        cells = coarse;
    }
}
