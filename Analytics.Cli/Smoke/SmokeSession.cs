using Analytics.Cli.Tables;
using Analytics.Cli.Terminal;

namespace Analytics.Cli.Smoke;

/// <summary>Runs <c>smoke</c>: says what it will do, asks, and does it.</summary>
internal static class SmokeSession
{
    // Longer than the API lets a function run.
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(35);

    /// <summary>Tries the system.</summary>
    /// <returns><see cref="ExitCode.Success"/> if all of it works, else <see cref="ExitCode.Failure"/>, also after a signal.</returns>
    public static async Task<int> RunAsync(
        SmokeOptions options, TextReader input, TextWriter output, TextWriter error, TimeProvider time,
        CancellationToken cancellationToken)
    {
        try
        {
            using var target = await SmokeTarget.OfAsync(options, time, cancellationToken);
            if (!options.Json)
            {
                await output.WriteLineAsync($"{target.Api.AbsoluteUri.TrimEnd('/')} ({target.Access})");
                await output.WriteLineAsync();
                await output.WriteLineAsync(
                    $"This places one order of 1.00 USD of the item {SmokeRun.Sku}, and cancels it. The shop then has one cancelled order "
                    + "more in this minute, and orders and revenue as before.");
            }

            if (!options.Yes && !await AgreesAsync(input, output, cancellationToken))
            {
                await output.WriteLineAsync("No order was placed.");
                return ExitCode.Failure;
            }

            using var http = new HttpClient(target.Handler, disposeHandler: false)
            {
                // A relative address replaces what follows the last slash of its base.
                BaseAddress = new Uri($"{target.Api.AbsoluteUri.TrimEnd('/')}/"), Timeout = RequestTimeout,
            };
            var run = new SmokeRun(new SmokeClient(http, options.Timeout, time), time, new Random());
            var result = await ResultAsync(run, cancellationToken);
            await output.WriteLineAsync(options.Json ? SmokeReport.Json(result) : $"\n{string.Join('\n', SmokeReport.Lines(result))}");
            return result.IsRight ? ExitCode.Success : ExitCode.Failure;
        }
        catch (Exception failure) when (StackTables.IsOutside(failure))
        {
            await error.WriteLineAsync(failure.Message);
            return ExitCode.Failure;
        }
    }

    // Signals are handled from here on, where there may be an order to cancel; before, they end the process.
    private static async Task<SmokeResult> ResultAsync(SmokeRun run, CancellationToken cancellationToken)
    {
        using var interruption = new Interruption(() => Environment.Exit(ExitCode.Forced));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, interruption.Token);
        try
        {
            return await run.RunAsync(either.Token);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            return run.Result;
        }
    }

    private static async Task<bool> AgreesAsync(TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteAsync("Go on? [y/N] ");
        return (await input.ReadLineAsync(cancellationToken))?.Trim() is "y" or "Y" or "yes";
    }
}
