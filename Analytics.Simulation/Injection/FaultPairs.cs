using System.Globalization;
using System.Text;
using Analytics.Simulation.Running;

namespace Analytics.Simulation.Injection;

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

    /// <summary>Pairs that are possible but have not occurred.</summary>
    public IEnumerable<(Operation Operation, Fault Fault)> Missing() =>
        from operation in Operations from fault in All where IsPossible(operation, fault)
            && this[operation, fault] == 0 select (operation, fault);

    /// <summary>The counts as a Markdown table: a row per fault, a column per operation, and a dash for an impossible pair.</summary>
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

    /// <summary>Whether a fault can strike an operation. docs/simulation.md explains the exceptions.</summary>
    public static bool IsPossible(Operation operation, Fault fault) => fault switch
    {
        // Streams trim records only while the world is at rest.
        Fault.RecordsTrimmed => false,
        Fault.BatchTwice or Fault.BatchesSideBySide or Fault.IteratorExpired or Fault.PositionLost or Fault.MetricsLost =>
            IsBatch(operation),
        Fault.KinesisFails => IsChange(operation),
        Fault.LateChanges => operation is Operation.Cancel or Operation.Amend or Operation.Refund,

        Fault.BackDated => operation == Operation.Place,

        // Only amendments change an order that often.
        Fault.ManyChanges => operation == Operation.Amend,

        // Only a placement changes what an index holds.
        Fault.IndexLag => operation == Operation.Place,
        Fault.TransactionCancelled => !IsOfOrders(operation),

        // Orders and minutes are read one by one, with consistent reads.
        Fault.StaleRead => !IsOfOrders(operation) && !IsBatch(operation) && operation != Operation.Import,
        Fault.SmallPages => !IsOfOrders(operation),

        // A command runs once, on its operator's machine.
        Fault.TimeOut or Fault.Zombie or Fault.WarmInstances or Fault.InstancesAtOnce or Fault.ClockSkew =>
            operation is not (Operation.Rebuild or Operation.Import),
        _ => true,
    };

    private static bool IsBatch(Operation operation) => operation is Operation.KinesisBatch or Operation.TableBatch;

    private static bool IsChange(Operation operation) =>
        operation is Operation.Place or Operation.Cancel or Operation.Amend or Operation.Refund;

    private static bool IsOfOrders(Operation operation) => IsChange(operation) || operation == Operation.GetOrder;
}
