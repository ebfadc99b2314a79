using Amazon.Runtime;
using Analytics.Cli.Demo;
using Analytics.Cli.Terminal;
using Analytics.Local;

namespace Analytics.Cli.Faults;

/// <summary>Runs <c>faults</c>: starts a separate stack, places orders, injects faults and verifies the result.</summary>
internal static class FaultsSession
{
    /// <summary>Exit code: nothing was lost and nothing differs.</summary>
    public const int Exact = 0;

    /// <summary>Exit code: something was lost or differs.</summary>
    public const int Inexact = 1;

    /// <summary>Exit code: the result is unknown.</summary>
    public const int Unknown = 2;

    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxRequest = TimeSpan.FromSeconds(10);

    // Kinesis is polled every second, so after this time without a batch it has no more records either.
    private static readonly TimeSpan QuietMin = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan MaxRest = TimeSpan.FromMinutes(5);

    /// <summary>Runs the command to its end.</summary>
    /// <returns><see cref="Exact"/>, <see cref="Inexact"/> or <see cref="Unknown"/>.</returns>
    public static async Task<int> RunAsync(FaultsOptions options, TextWriter output, TextWriter error, TimeProvider time)
    {
        if (!OperatingSystem.IsLinux())
        {
            await error.WriteLineAsync("faults finds the processes to kill under /proc, which only Linux has. Run it on Linux.");
            return Unknown;
        }

        using var interruption = new Interruption(() => Environment.Exit(ExitCode.Forced));
        var data = Directory.CreateTempSubdirectory("order-analytics-faults-").FullName;
        var exitCode = Unknown;
        try
        {
            exitCode = await RunAsync(options, data, output, time, interruption.Token);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            await error.WriteLineAsync("The result is unknown: the run was stopped before its end.");
        }
        catch (Exception failure) when (
            failure is FaultsException or IOException or AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            await error.WriteLineAsync($"The result is unknown: {failure.Message}");
        }
        finally
        {
            if (options.Keep || (exitCode != Exact && !interruption.Token.IsCancellationRequested))
            {
                await error.WriteLineAsync($"The data directory is kept: {data}");
            }
            else
            {
                Directory.Delete(data, recursive: true);
            }
        }

        return exitCode;
    }

    private static async Task<int> RunAsync(
        FaultsOptions options, string data, TextWriter output, TimeProvider time, CancellationToken cancellationToken)
    {
        var seed = options.Seed ?? (int)(time.GetUtcNow().Ticks % 1_000_000);
        await output.WriteLineAsync(
            $"{Plural.Of(options.Orders, "order")} at {options.Rate} a second and {Plural.Of(options.Kills, "kill")}; "
                + $"--seed {seed} draws the same again");
        var (books, counts) = (new ExpectedOrders(), new FaultCounts());
        using var log = new StackLog(Path.Combine(data, "stack.log"), time);
        await using var stack = new StackProcess(data, log, time);
        await stack.StartAsync(cancellationToken);

        using var http = new HttpClient(new CurrentAddress(() => stack.Endpoints.Api!)) { BaseAddress = CurrentAddress.Placeholder,
            Timeout = MaxRequest };
        var api = new ShopApi(http);
        var run = new FaultsRun(
            options,
            new Customer(api, books, time),
            new Shop(new Random(seed)),
            FaultPlan.Draw(new Random(seed + 1), options.Orders, options.Kills),
            books,
            new FaultInjector(stack, log, counts, new Random(seed + 2), time),
            time);

        var (since, start) = (time.GetUtcNow(), time.GetTimestamp());
        await WithProgressAsync(
            run.RunAsync(cancellationToken),
            () => output.WriteLine(FaultsTable.Progress(time.GetElapsedTime(start), books, counts, log)),
            time);
        await RestAsync(stack, data, log, time, cancellationToken);
        var findings = await new Verification(books, stack, data, api, since, time).RunAsync(cancellationToken);

        foreach (var line in findings.Lost.Select(lost => $"lost: {lost}")
            .Concat(findings.Differences)
            .Append("")
            .Concat(FaultsTable.Lines(time.GetElapsedTime(start), books, counts, log, findings)))
        {
            await output.WriteLineAsync(line);
        }

        await stack.StopAsync(cancellationToken);
        return findings.Exact ? Exact : Inexact;
    }

    private static async Task WithProgressAsync(Task work, Action say, TimeProvider time)
    {
        using var timer = new PeriodicTimer(ProgressEvery, time);
        while (await Task.WhenAny(work, timer.WaitForNextTickAsync().AsTask()) != work)
        {
            say();
        }

        say();
        await work;
    }

    /// <summary>Waits until everything is counted: the table stream is fully read and no batch has ended for some seconds.</summary>
    private static async Task RestAsync(
        StackProcess stack, string data, StackLog log, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var start = time.GetTimestamp(); log.Quiet < QuietMin
            || !await TableStreamEnd.IsReachedAsync(data, stack.Endpoints, cancellationToken);)
        {
            if (time.GetElapsedTime(start) > MaxRest)
            {
                throw new FaultsException(
                    $"The aggregates did not come to rest within {MaxRest.TotalMinutes:0} minutes. The stack's last lines:\n{log.Tail}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), time, cancellationToken);
        }
    }
}
