using Analytics.Simulation.Injection;
using Analytics.Simulation.Shop;

namespace Analytics.Simulation;

/// <summary>Runs many seeds side by side, each in a world of its own on one of as many threads as there are cores.</summary>
internal sealed class Soak(Func<int, Scenario> scenarioOf)
{
    private readonly Lock _gate = new();
    private readonly long[] _struck = new long[Enum.GetValues<Fault>().Length];

    /// <summary>How often each fault struck, in all runs so far.</summary>
    public long this[Fault fault] => _struck[(int)fault];

    /// <summary>Pieces of work in all runs so far.</summary>
    public long Steps { get; private set; }

    /// <summary>What was looked at in all runs so far.</summary>
    public Checking.Evidence Evidence { get; } = new();

    /// <summary>How often each fault struck during each operation, in all runs so far.</summary>
    public FaultPairs Pairs { get; } = new();

    /// <summary>Runs seeds until all are done, or until it is told to stop.</summary>
    /// <param name="first">The first seed.</param>
    /// <param name="count">How many.</param>
    /// <param name="done">Told of each run, one at a time, in whatever order they end.</param>
    /// <param name="cancellationToken">Begins no further run.</param>
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
