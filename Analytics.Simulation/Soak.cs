using Analytics.Simulation.Injection;
using Analytics.Simulation.Shop;

namespace Analytics.Simulation;

/// <summary>Runs many seeds in parallel, each in its own world, with one thread per core.</summary>
internal sealed class Soak(Func<int, Scenario> scenarioOf)
{
    private readonly Lock _gate = new();
    private readonly long[] _struck = new long[Enum.GetValues<Fault>().Length];

    /// <summary>How often a fault has struck in all runs so far.</summary>
    public long this[Fault fault] => _struck[(int)fault];

    /// <summary>Work items executed in all runs so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Counts of what was checked in all runs so far.</summary>
    public Checking.Evidence Evidence { get; } = new();

    /// <summary>How often each fault struck during each operation, in all runs so far.</summary>
    public FaultPairs Pairs { get; } = new();

    /// <summary>Runs the seeds until all are done or the token is cancelled.</summary>
    /// <param name="first">The first seed.</param>
    /// <param name="count">Number of seeds.</param>
    /// <param name="done">Called after each run, never concurrently, in the order in which runs end.</param>
    /// <param name="cancellationToken">Prevents further runs from starting.</param>
    public void Run(int first, int count, Action<SimulationResult> done, CancellationToken cancellationToken)
    {
        var next = first - 1;
        Exception? failure = null;
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(Work)).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        if (failure is not null)
        {
            throw new InvalidOperationException("A simulation could not be run.", failure);
        }

        void Work()
        {
            try
            {
                while (!cancellationToken.IsCancellationRequested && failure is null
                    && Interlocked.Increment(ref next) is var seed && seed - first < count)
                {
                    Add(ScenarioRunner.Run(scenarioOf(seed)), done);
                }
            }
            catch (Exception bug)
            {
                failure = bug;
            }
        }
    }

    private void Add(SimulationResult result, Action<SimulationResult> done)
    {
        lock (_gate)
        {
            foreach (var (fault, count) in result.Struck)
            {
                _struck[(int)fault] += count;
            }

            Steps += result.Steps;
            Evidence.Add(result.Evidence);
            Pairs.Add(result.Pairs);
            done(result);
        }
    }
}
