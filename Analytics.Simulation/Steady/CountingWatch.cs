using Analytics.Simulation.DynamoDb;
using Analytics.Simulation.Reference;
using Analytics.Simulation.Running;
using Analytics.Simulation.Stack;

namespace Analytics.Simulation.Steady;

/// <summary>
/// Measures how long each accepted change takes until a document counts it, by observing every write to the aggregates table.
/// </summary>
internal sealed class CountingWatch
{
    private readonly SimulatedSystem _system;
    private readonly List<TimeSpan> _latencies;
    private readonly HashSet<ulong> _counted = [];

    // _early: changes counted before their response. _waiting: accepted changes not yet counted.
    private readonly HashSet<ulong> _early = [];
    private readonly Dictionary<ulong, (DateTimeOffset AcceptedAt, bool IsMeasured)> _waiting = [];

    /// <param name="system">The system that counts the changes.</param>
    /// <param name="latencies">
    /// Receives the time from the response of each measured change to the write that counts it; zero if the write comes first.
    /// </param>
    public CountingWatch(SimulatedSystem system, List<TimeSpan> latencies)
    {
        _system = system;
        _latencies = latencies;
        system.Aggregates.Changed += Written;
    }

    /// <summary>Number of changes counted first through the table stream.</summary>
    public int FromTableStream { get; private set; }

    /// <summary>Number of counted changes.</summary>
    public int Counted => _counted.Count;

    /// <summary>Whether every accepted change is counted.</summary>
    public bool IsComplete => _waiting.Count == 0;

    /// <summary>Records that the client received the response naming this change.</summary>
    public void Accepted(ulong change, bool isMeasured)
    {
        if (!_early.Remove(change))
        {
            _waiting.Add(change, (_system.World.Now, isMeasured));
        }
        else if (isMeasured)
        {
            _latencies.Add(TimeSpan.Zero);
        }
    }

    private void Written(TableChange write)
    {
        foreach (var change in CountedIds.Of(_system.Aggregates, write))
        {
            if (!_counted.Add(change))
            {
                continue;
            }

            // While the service executes a write, During is the operation of its caller.
            FromTableStream += _system.FaultInjection.During == Operation.TableBatch ? 1 : 0;
            if (!_waiting.Remove(change, out var accepted))
            {
                _early.Add(change);
            }
            else if (accepted.IsMeasured)
            {
                _latencies.Add(_system.World.Now - accepted.AcceptedAt);
            }
        }
    }
}
