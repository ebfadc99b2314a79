namespace Analytics.Local.CloudWatch.Metrics;

/// <summary>What was measured within one bucket of time: count, sum, extremes, and how often each value occurred.</summary>
/// <remarks>
/// <para>
/// Up to <see cref="MaxCells"/> different values are kept as they are. Beyond that the values are kept in a log-linear
/// histogram: a value is filed under its floating point number with the low bits cut off, so that 64 cells share each
/// power of two and a value read back is off by at most 1/128 of itself (0.8 %). If even those cells are more than
/// <see cref="MaxCells"/>, that is, if the values spread over more than 16 powers of two, one more bit is cut and the
/// error doubles: 1.6 % for 32 powers, 3.2 % for 64. Count, sum and extremes stay exact.
/// </para>
/// <para>
/// How many bits are cut depends only on what was added and not on the order of it: cutting a bit merges cells, and adding
/// a value never lowers the number of cells. So parts may be merged in any grouping. Not thread safe.
/// </para>
/// </remarks>
internal sealed class Distribution
{
    /// <summary>Different values, or cells of the histogram, at the most.</summary>
    public const int MaxCells = 1024;

    /// <summary>Six of the 52 bits after the leading one are left by the first cut.</summary>
    private const int FirstCut = 46;

    private List<ValueCount> cells = [];

    public double Count { get; private set; }

    public double Sum { get; private set; }

    public double Minimum { get; private set; } = double.PositiveInfinity;

    public double Maximum { get; private set; } = double.NegativeInfinity;

    /// <summary>How many of the measurements came without their values; with any, there are no percentiles.</summary>
    public double CountWithoutValues { get; private set; }

    /// <summary>Low bits cut off the values in <see cref="Cells"/>; 0 if they are exact.</summary>
    public int BitsCut { get; private set; }

    /// <summary>The values, or the lower edges (towards zero) of the histogram's cells, ascending.</summary>
    public IReadOnlyList<ValueCount> Cells => cells;

    public double Average => Sum / Count;

    /// <summary>Puts together again what was taken apart to be written down.</summary>
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
        // Then every measurement had the same value, which is therefore known.
        if (set.Minimum == set.Maximum)
        {
            AddCell(set.Minimum, set.SampleCount);
        }
        else
        {
            CountWithoutValues += set.SampleCount;
        }
    }

    /// <summary>Adds another distribution to this one.</summary>
    /// <param name="other">Stays as it is.</param>
    /// <param name="withValues">False leaves the values out, for a reader who asks for no percentile.</param>
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

    /// <summary>The least value that at least the given share of the measurements does not exceed (nearest rank).</summary>
    /// <param name="percent">0 (the minimum) to 100 (the maximum).</param>
    /// <returns>Null if there are no measurements, or any came without their values.</returns>
    public double? Percentile(double percent)
    {
        if (Count == 0 || CountWithoutValues > 0)
        {
            return null;
        }

        // Less a little, for what rounding adds: 99.9 % of 1000 is the 999th, not the 1000th.
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
        // Adding zero turns a negative zero into zero, so that both are one value.
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
