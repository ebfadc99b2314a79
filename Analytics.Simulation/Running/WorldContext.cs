namespace Analytics.Simulation.Running;

/// <summary>Resumes awaits inside the world, as work of the process that awaits.</summary>
/// <remarks>
/// Each unit of work gets a new context, so an await that completes during another unit is queued instead of run inline. For the same
/// reason no task here uses <see cref="TaskCreationOptions.RunContinuationsAsynchronously"/>: such a task completes its WhenAny, WhenAll
/// and WaitAsync on the thread pool.
/// </remarks>
internal sealed class WorldContext(World world, SimulatedProcess owner) : SynchronizationContext
{
    public SimulatedProcess Owner => owner;

    public override void Post(SendOrPostCallback d, object? state) => world.Enqueue(new Work(owner, d, state));

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("Nothing in the world waits for another by blocking.");

    public override SynchronizationContext CreateCopy() => this;
}
