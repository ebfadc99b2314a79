using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Analytics.Simulation.Running;

namespace Analytics.Simulation.Injection;

/// <summary>Carries requests to the services and responses back, each with a latency, and loses, repeats and delays some.</summary>
internal sealed class Network(World world, FaultInjection injection)
{
    // The product's own timeout for a table request (AwsServices).
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    // The SDK retries that the command relies on (AwsServices). A function's batch is redelivered anyway, so its requests fail without
    // retries here.
    private const int RetriesOfCommands = 4;

    private readonly Random _random = world.RandomStreams.Source("network");

    private enum Fate
    {
        Usual,
        RequestLost,
        AnswerLost,
        Twice,
        Late,
    }

    /// <summary>Makes a request.</summary>
    /// <param name="what">The request's name in the history.</param>
    /// <param name="serve">What the service does when the request reaches it.</param>
    /// <param name="cancellationToken">Ends the caller's wait only; the service still executes the request.</param>
    public Task<T> CallAsync<T>(string what, Func<ValueTask<T>> serve, CancellationToken cancellationToken) =>
        World.Current.Operation == Operation.Rebuild
            ? CallAgainAsync(what, serve, cancellationToken)
            : CallOnceAsync(what, serve, cancellationToken);

    private async Task<T> CallAgainAsync<T>(string what, Func<ValueTask<T>> serve, CancellationToken cancellationToken)
    {
        for (var retries = 0; ; retries++)
        {
            try
            {
                return await CallOnceAsync(what, serve, cancellationToken);
            }
            catch (Exception failure) when (retries < RetriesOfCommands && !cancellationToken.IsCancellationRequested
                && failure is (HttpRequestException or TaskCanceledException or ProvisionedThroughputExceededException))
            {
                // Retries immediately: the network latency drawn for the next attempt takes the place of a backoff.
            }
        }
    }

    private Task<T> CallOnceAsync<T>(string what, Func<ValueTask<T>> serve, CancellationToken cancellationToken)
    {
        world.AssertInside();
        var caller = World.Current;
        var answer = new TaskCompletionSource<T>();
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        if (cancellationToken.CanBeCanceled)
        {
            cancellationToken.UnsafeRegister(
                static (state, token) => ((TaskCompletionSource<T>)state!).TrySetCanceled(token), answer);
        }

        var fate = Draw();
        if (world.IsTold && fate != Fate.Usual)
        {
            world.Tell(caller.Name, $"{what}: {fate}");
        }

        if (fate is Fate.RequestLost or Fate.AnswerLost or Fate.Late)
        {
            world.Clock.After(world.Services, Timeout, () => answer.TrySetException(NoAnswer()));
        }

        if (fate is not Fate.RequestLost)
        {
            var delay = fate == Fate.Late ? _random.Span(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(90)) : Latency();
            world.Clock.After(world.Services, delay, () => _ = ServeAsync(caller, what, serve, fate, answer));
        }

        return answer.Task;
    }

    private async Task ServeAsync<T>(
        SimulatedProcess caller, string what, Func<ValueTask<T>> serve, Fate fate, TaskCompletionSource<T> answer)
    {
        try
        {
            injection.During = caller.Operation;
            var serving = serve();
            injection.During = null;
            var result = await serving;
            if (ChangesSomething(what))
            {
                Tell(caller, what, "done");
            }

            if (fate == Fate.Twice)
            {
                await Task.Delay(Latency(), world.Services.Time);
                result = await serve();
            }

            if (fate is Fate.Usual or Fate.Twice)
            {
                answer.TrySetResult(result);
            }
        }
        catch (AmazonServiceException refusal)
        {
            Tell(caller, what, refusal.GetType().Name);
            if (fate is Fate.Usual or Fate.Twice)
            {
                answer.TrySetException(refusal);
            }
        }
        catch (Exception bug)
        {
            // The simulation lacks a feature or has a bug. This must not pass for a failure of the service.
            world.Fail(bug);
        }
    }

    // A history with every read would be hard to follow. Rejected and lost requests are always recorded.
    private static bool ChangesSomething(string what) =>
        what.StartsWith("put", StringComparison.Ordinal) || what.StartsWith("transaction", StringComparison.Ordinal)
        || what.StartsWith("delete", StringComparison.Ordinal);

    private void Tell(SimulatedProcess caller, string what, string outcome)
    {
        if (world.IsTold)
        {
            world.Tell(caller.Name, $"{what}: {outcome}");
        }
    }

    private Fate Draw() =>
        injection.Strikes(Fault.RequestLost) ? Fate.RequestLost
        : injection.Strikes(Fault.AnswerLost) ? Fate.AnswerLost
        : injection.Strikes(Fault.RequestTwice) ? Fate.Twice
        : injection.Strikes(Fault.RequestLate) ? Fate.Late
        : Fate.Usual;

    // Mostly milliseconds, occasionally a hundred times as long.
    private TimeSpan Latency() =>
        TimeSpan.FromTicks((long)(TimeSpan.TicksPerMillisecond * Math.Exp(5 * Math.Pow(_random.NextDouble(), 3))));

    private Exception NoAnswer() => _random.Next(2) == 0
        ? new HttpRequestException("The connection was closed before an answer came.")
        : new TaskCanceledException("The request took longer than its time-out.");
}
