using System.Globalization;
using System.Text;

namespace Analytics.Simulation;

/// <summary>How often each fault struck during each operation.</summary>
internal sealed class FaultPairs
{
    private static readonly Fault[] All = Enum.GetValues<Fault>();
    private static readonly Operation[] Operations = Enum.GetValues<Operation>();

    private readonly long[,] _counts = new long[Operations.Length, All.Length];

    public long this[Operation operation, Fault fault] => _counts[(int)operation, (int)fault];

    public void Add(Operation operation, Fault fault, long count) => _counts[(int)operation, (int)fault] += count;

    public void Add(FaultPairs other)
    {
        foreach (var operation in Operations)
        {
            foreach (var fault in All)
            {
                Add(operation, fault, other[operation, fault]);
            }
        }
    }

    /// <summary>Pairs that can be, and were not.</summary>
    public IEnumerable<(Operation Operation, Fault Fault)> Missing() =>
        from operation in Operations from fault in All where IsPossible(operation, fault) && this[operation, fault] == 0 select (operation, fault);

    /// <summary>The table as Markdown: a row for each fault, a column for each operation; a dash where a pair cannot be.</summary>
    public string Markdown()
    {
        var table = new StringBuilder();
        table.Append("| fault | ").AppendJoin(" | ", Operations).AppendLine(" |");
        table.Append("| --- |").AppendLine(string.Concat(Enumerable.Repeat(" ---: |", Operations.Length)));
        foreach (var fault in All)
        {
            table.Append(CultureInfo.InvariantCulture, $"| {fault} | ").AppendJoin(" | ", Operations.Select(operation =>
                IsPossible(operation, fault) ? this[operation, fault].ToString("N0", CultureInfo.InvariantCulture) : "–")).AppendLine(" |");
        }

        return table.ToString();
    }

    /// <summary>Whether a fault can strike an operation.</summary>
    public static bool IsPossible(Operation operation, Fault fault) => true;
}
