using System.Globalization;
using Amazon.Lambda.Core;
using Analytics.Simulation.Injection;
using Analytics.Simulation.Running;

namespace Analytics.Simulation.Lambda;

/// <summary>
/// The instances of one Lambda function. They start cold, are reused, and may be killed, paused or given up at any step of an invocation.
/// </summary>
/// <param name="world">The world that the fleet runs in.</param>
/// <param name="injection">Decides which faults strike.</param>
/// <param name="name">The function's name.</param>
/// <param name="timeout">Timeout of an invocation.</param>
/// <param name="maxZombie">Maximum pause of an abandoned invocation before it resumes.</param>
/// <param name="compose">Builds the function on a cold start.</param>
internal sealed class Fleet<TFunction>(
    World world, FaultInjection injection, string name, TimeSpan timeout, TimeSpan maxZombie, Func<SimulatedProcess, TFunction> compose)
{
    // Few invocations take more steps than this, so a fault scheduled within them usually strikes.
    private const int MaxStepsToTrouble = 40;
    private const int SkewMaxMilliseconds = 8_000;

    private readonly Random _random = world.RandomStreams.Source($"fleet {name}");
    private readonly List<(SimulatedProcess SimulatedProcess, TFunction Function)> _idle = [];
    private Task _turnBefore = Task.CompletedTask;
    private int _started;
    private int _invoked;
    private int _running;

    /// <summary>Whether abandoned invocations may resume while the world is at rest.</summary>
    public bool WakesInCalm { get; init; } = true;

    /// <summary>How far the clocks of all instances are behind, in addition to their random skew.</summary>
    public TimeSpan Behind { get; init; }

    /// <summary>Invokes the function once, on any instance.</summary>
    /// <param name="operation">The operation of this invocation.</param>
    /// <param name="handle">Calls the function's handler.</param>
    /// <remarks>The invocation runs in the services' process, so it completes even if the caller dies.</remarks>
    public Task<InvocationEnd<T>> InvokeAsync<T>(Operation operation, Func<TFunction, ILambdaContext, Task<T>> handle)
    {
        var end = new TaskCompletionSource<InvocationEnd<T>>();
        world.Services.Start(() => _ = InvokeAsync(operation, handle, end));
        return end.Task;
    }

    private async Task InvokeAsync<T>(
        Operation operation, Func<TFunction, ILambdaContext, Task<T>> handle, TaskCompletionSource<InvocationEnd<T>> end) =>
        end.SetResult(injection.IsOn(Fault.InstancesAtOnce) ? await RunAsync(operation, handle) : await RunInTurnAsync(operation, handle));

    private async Task<InvocationEnd<T>> RunInTurnAsync<T>(Operation operation, Func<TFunction, ILambdaContext, Task<T>> handle)
    {
        var turn = new TaskCompletionSource();
        var before = _turnBefore;
        _turnBefore = turn.Task;
        await before;
        try
        {
            return await RunAsync(operation, handle);
        }
        finally
        {
            turn.SetResult();
        }
    }

    private async Task<InvocationEnd<T>> RunAsync<T>(Operation operation, Func<TFunction, ILambdaContext, Task<T>> handle)
    {
        using var under = injection.Begin(operation);
        injection.During = operation;
        var (process, function) = Take();
        process.Operation = operation;
        var end = new TaskCompletionSource<InvocationEnd<T>>();
        var context = new SimulatedContext(world, process, $"{name}-{++_invoked}", timeout);
        var livesOn = Trouble(process, () => end.TrySetResult(new InvocationEnd<T>.Crashed()));
        using var timer = world.Services.Time.CreateTimer(
            _ => end.TrySetResult(new InvocationEnd<T>.TimedOut()), null, timeout, Timeout.InfiniteTimeSpan);
        injection.CountIf(Fault.InstancesAtOnce, _running++ > 0);
        injection.During = null;
        process.Start(() => _ = HandleAsync());
        var result = await end.Task;
        _running--;
        process.LeaveAlone();
        if (result is InvocationEnd<T>.Answered or InvocationEnd<T>.Threw)
        {
            _idle.Add((process, function));
        }
        else if (!livesOn)
        {
            process.Kill();
        }

        if (world.IsTold && result is not InvocationEnd<T>.Answered)
        {
            world.Tell(process.Name, result is InvocationEnd<T>.Threw(var exception) ? $"threw {exception}" : result.GetType().Name);
        }

        return result;

        async Task HandleAsync()
        {
            try
            {
                end.TrySetResult(new InvocationEnd<T>.Answered(await handle(function, context)));
            }
            catch (Exception exception)
            {
                end.TrySetResult(new InvocationEnd<T>.Threw(exception));
            }
        }
    }

    private (SimulatedProcess SimulatedProcess, TFunction Function) Take()
    {
        if (_idle.Count > 0 && injection.StrikesEvenInCalm(Fault.WarmInstances))
        {
            var index = _random.Next(_idle.Count);
            var warm = _idle[index];
            _idle.RemoveAt(index);
            return warm;
        }

        var skew = TimeSpan.FromMilliseconds(
            injection.StrikesEvenInCalm(Fault.ClockSkew) ? _random.Next(-SkewMaxMilliseconds, SkewMaxMilliseconds) : 0) - Behind;
        var process = world.NewProcess(string.Create(CultureInfo.InvariantCulture, $"{name}-{++_started}"), skew);
        return (process, compose(process));
    }

    /// <summary>Decides which fault strikes an invocation.</summary>
    /// <returns>Whether the instance survives after its invocation is abandoned.</returns>
    private bool Trouble(SimulatedProcess process, Action crashed)
    {
        var steps = _random.Next(1, MaxStepsToTrouble);
        if (injection.Strikes(Fault.Crash))
        {
            process.After(steps, () =>
            {
                process.Kill();
                world.Clock.After(world.Services, TimeSpan.FromMilliseconds(5), crashed);
            });
            return false;
        }

        if (injection.Strikes(Fault.TimeOut))
        {
            process.After(steps, () => process.Pause(timeout * 2));
            return false;
        }

        if (injection.Strikes(Fault.Zombie))
        {
            process.After(steps, () => process.Pause(_random.Span(timeout / 10, maxZombie), () => WakesInCalm || !injection.IsCalm));
            return true;
        }

        return false;
    }
}
