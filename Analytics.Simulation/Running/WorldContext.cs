namespace Analytics.Simulation.Running;

/// <summary>Brings awaits back into the world, as work of the process that awaits.</summary>
/// <remarks>
/// There is a new one for each piece of work, so that an await that ends during another is lined up and not run within it. That
/// is also why nothing here asks for <see cref="TaskCreationOptions.RunContinuationsAsynchronously"/>: a task that does ends its
/// WhenAny, WhenAll and WaitAsync on the thread pool.
/// </remarks>
internal sealed class WorldContext(World world, Process owner) : SynchronizationContext
{
    public Process Owner => owner;

    public override void Post(SendOrPostCallback d, object? state) => world.Enqueue(new Work(owner, d, state));

    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("Nothing in the world waits for another by blocking.");

    public override SynchronizationContext CreateCopy() => this;
}
