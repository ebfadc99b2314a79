using System.Runtime.CompilerServices;
using Analytics.Cli.Demo;

namespace Analytics.Cli.Faults;

/// <summary>Places orders while faults happen, until both are done.</summary>
internal sealed class FaultsRun(
    FaultsOptions options, Customer customer, Shop shop, IReadOnlyList<PlannedFault> plan, ExpectedOrders books, FaultInjector injector,
    TimeProvider time)
{
    // Maximum number of customers waiting for a response. It is reached some seconds after the host goes down.
    private const int MaxCustomers = 256;

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    // How far orders may run ahead of an overdue fault. Without a limit, the last faults would happen after all customers are done.
    private static readonly TimeSpan MaxAhead = TimeSpan.FromSeconds(5);

    private readonly string _run = $"{time.GetUtcNow().ToUnixTimeMilliseconds():x}";

    // Number of completed faults. Written by the fault task, read by the order task.
    private int _done;

    /// <summary>Completes when every order has its responses and every fault has happened.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var orders = Parallel.ForEachAsync(
            PacedAsync(either.Token),
            new ParallelOptions { MaxDegreeOfParallelism = MaxCustomers, CancellationToken = either.Token },
            async (wish, token) => await customer.OrderAsync(wish, $"order-{_run}-{wish.Number}", token));
        var faults = InjectAsync(either.Token);
        try
        {
            await await Task.WhenAny(orders, faults);
            await Task.WhenAll(orders, faults);
        }
        finally
        {
            await either.CancelAsync();
            await Task.WhenAll(orders, faults).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task InjectAsync(CancellationToken cancellationToken)
    {
        foreach (var fault in plan)
        {
            while (books.Sent < fault.AfterOrder)
            {
                await Task.Delay(Glance, time, cancellationToken);
            }

            await injector.InjectAsync(fault.Kind, cancellationToken);
            Interlocked.Increment(ref _done);
        }
    }

    private async IAsyncEnumerable<ShopEvent.Placement> PacedAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var interval = TimeSpan.FromSeconds(1.0 / options.Rate);
        var start = time.GetTimestamp();
        var due = TimeSpan.Zero;
        foreach (var wish in shop.Open().OfType<ShopEvent.Placement>().Take(options.Orders))
        {
            while (IsTooFarAhead(wish.Number))
            {
                await Task.Delay(Glance, time, cancellationToken);
            }

            // Orders that could not be placed on time during an outage are not caught up in a burst.
            var now = time.GetElapsedTime(start);
            due = due + interval < now - MaxAhead ? now : due + interval;
            if (due > now)
            {
                await Task.Delay(due - now, time, cancellationToken);
            }

            yield return wish;
        }
    }

    private bool IsTooFarAhead(long order) =>
        Volatile.Read(ref _done) is var done && done < plan.Count && order > plan[done].AfterOrder + options.Rate * MaxAhead.TotalSeconds;
}
