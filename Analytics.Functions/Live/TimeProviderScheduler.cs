using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Analytics.Functions.Live;

/// <summary>Lets Rx operators go by the clock of everything else, so that a test moves both at once. Thread-safe.</summary>
/// <remarks>It does not derive from <see cref="LocalScheduler"/>, whose stopwatch and long timers are those of the machine.</remarks>
internal sealed class TimeProviderScheduler(TimeProvider time) : IScheduler
{
    /// <inheritdoc/>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <inheritdoc/>
    public IDisposable Schedule<TState>(TState state, Func<IScheduler, TState, IDisposable> action) => action(this, state);

    /// <inheritdoc/>
    public IDisposable Schedule<TState>(TState state, DateTimeOffset dueTime, Func<IScheduler, TState, IDisposable> action) =>
        Schedule(state, dueTime - Now, action);

    /// <inheritdoc/>
    public IDisposable Schedule<TState>(TState state, TimeSpan dueTime, Func<IScheduler, TState, IDisposable> action)
    {
        if (dueTime <= TimeSpan.Zero)
        {
            return action(this, state);
        }

        var due = new MultipleAssignmentDisposable();
        var timer = time.CreateTimer(_ => due.Disposable = action(this, state), null, dueTime, Timeout.InfiniteTimeSpan);
        return new CompositeDisposable(timer, due);
    }
}
