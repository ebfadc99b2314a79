using System.Globalization;
using Analytics.Local;
using Analytics.Local.Hosting;

namespace Analytics.Cli.Reset;

/// <summary>Runs <c>reset</c>: says what there is, asks, and deletes it.</summary>
internal static class ResetSession
{
    /// <summary>Exit code: no data are left.</summary>
    public const int Empty = 0;

    /// <summary>Exit code: nothing was deleted.</summary>
    public const int Left = 1;

    public static async Task<int> RunAsync(
        LocalHome home, bool yes, TextReader input, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            var name = Path.GetRelativePath(Environment.CurrentDirectory, home.Path);
            if (home.HasRunningStack)
            {
                await error.WriteLineAsync($"A local stack is running on {name}. Stop it first; nothing was deleted.");
                return Left;
            }

            if (home.Content is not { Count: > 0 } content)
            {
                await output.WriteLineAsync($"There are no data in {name}.");
                return Empty;
            }

            var parts = string.Join(", ", content.Select(entry => $"{entry.Name} ({Size(entry.Bytes)})"));
            await output.WriteLineAsync($"{name} holds orders, aggregates and metrics: {parts}.");
            if (!yes && !await AgreesAsync(input, output, cancellationToken))
            {
                await output.WriteLineAsync("Nothing was deleted.");
                return Left;
            }

            await home.ClearAsync();
            await output.WriteLineAsync($"Deleted all of it.");
            return Empty;
        }
        catch (Exception failure) when (failure is DataDirectoryInUseException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(failure.Message);
            return Left;
        }
    }

    private static async Task<bool> AgreesAsync(TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteAsync("Delete it? [y/N] ");
        return (await input.ReadLineAsync(cancellationToken))?.Trim() is "y" or "Y" or "yes";
    }

    private static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:N1} MB");
}
