using System.Diagnostics;

namespace Analytics.Cli.Faults;

/// <summary>Injects faults into a running stack, one after another.</summary>
internal sealed class FaultInjector(StackProcess stack, StackLog log, FaultCounts counts, Random random, TimeProvider time)
{
    private static readonly TimeSpan MaxVictim = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MaxBatch = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxBusy = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(2);

    // A batch takes some tens of milliseconds. A random delay up to this one after its first activity falls anywhere within it.
    private const int MaxStrikeAfterMilliseconds = 25;

    private long _batchesBefore;

    /// <summary>Injects one fault and counts it.</summary>
    /// <exception cref="FaultsException">There was no process to kill, or the stack did not recover.</exception>
    public async Task InjectAsync(FaultKind kind, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case FaultKind.AnalyticsKilled:
                await KillAnalyticsAsync(cancellationToken);
                break;
            case FaultKind.OrdersKilled:
                await KillAsync("the orders function", IsFunction("orders"), IsFunction("orders"), cancellationToken);
                break;
            case FaultKind.KinesisKilled:
                await KillAsync("the Kinesis emulator", IsKinesis, IsKinesis, cancellationToken);
                break;
            case FaultKind.DynamoDbKilled:
                // Waits for activity of the analytics function, because then a kill may interrupt a commit.
                await KillAsync(
                    "the DynamoDB emulator", id => ProcessTable.Program(id) == "dynoxide", IsFunction("analytics"), cancellationToken);
                break;
            case FaultKind.HostStopped:
                await stack.StopAsync(cancellationToken);
                await stack.StartAsync(cancellationToken);
                break;
            case FaultKind.HostKilled:
                await stack.KillAsync(cancellationToken);
                await stack.StartAsync(cancellationToken);
                break;
            default:
                throw new UnreachableException($"Fault {kind} is not known.");
        }

        counts.Add(kind);
    }

    // Waits until the function has completed a batch: killing a process that has done nothing yet would test little.
    private async Task KillAnalyticsAsync(CancellationToken cancellationToken)
    {
        for (var start = time.GetTimestamp(); log.Batches == _batchesBefore && time.GetElapsedTime(start) < MaxBatch;)
        {
            await Task.Delay(Glance, time, cancellationToken);
        }

        await KillAsync("the analytics function", IsFunction("analytics"), IsFunction("analytics"), cancellationToken);
        _batchesBefore = log.Batches;
    }

    private static Func<int, bool> IsFunction(string handler) =>
        id => ProcessTable.Program(id) == "bootstrap" && ProcessTable.HasVariable(id, $"_HANDLER={handler}");

    private static bool IsKinesis(int id) => ProcessTable.HasVariable(id, "KINESIS_MOCK_PLAIN_PORT=");

    /// <summary>Kills one process, if possible while a watched process is busy.</summary>
    private async Task KillAsync(string name, Func<int, bool> isVictim, Func<int, bool> isWatched, CancellationToken cancellationToken)
    {
        for (var start = time.GetTimestamp(); time.GetElapsedTime(start) < MaxVictim; await Task.Delay(Glance, time, cancellationToken))
        {
            var children = stack.Children;
            var victims = children.Where(isVictim).ToArray();
            if (victims.Length == 0)
            {
                continue;
            }

            var victim = victims[random.Next(victims.Length)];
            await UntilBusyAsync(isWatched(victim) ? [victim] : [.. children.Where(isWatched)], cancellationToken);

            // The process may have ended meanwhile, and another process may have its id by now. Only the kill of a living process counts.
            if (stack.Children.Contains(victim) && Signals.Kill(victim))
            {
                while (ProcessTable.IsLiving(victim))
                {
                    await Task.Delay(Glance, time, cancellationToken);
                }

                return;
            }
        }

        throw new FaultsException(
            $"There was no process of {name} to kill for {MaxVictim.TotalSeconds:0} seconds. The stack's last lines:\n{log.Tail}");
    }

    private async Task UntilBusyAsync(IReadOnlyList<int> watched, CancellationToken cancellationToken)
    {
        for (var start = time.GetTimestamp(); time.GetElapsedTime(start) < MaxBusy && watched.Any(ProcessTable.IsLiving);)
        {
            if (watched.Any(ProcessTable.IsBusy))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(MaxStrikeAfterMilliseconds)), time, cancellationToken);
                return;
            }

            await Task.Delay(Glance, time, cancellationToken);
        }
    }
}
