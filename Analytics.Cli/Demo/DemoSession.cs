using System.Globalization;
using Analytics.Cli.Terminal;

namespace Analytics.Cli.Demo;

/// <summary>Runs the demo shop against a running API.</summary>
internal static class DemoSession
{
    /// <summary>Runs the demo until it is cancelled.</summary>
    /// <param name="api">The address of the API.</param>
    /// <param name="token">The token for it; null if it needs none.</param>
    /// <param name="seed">Seed of the orders; null for a new seed.</param>
    /// <param name="time">The clock.</param>
    /// <param name="say">Receives each line of output.</param>
    /// <param name="cancellationToken">Closes the shop, which is the normal end.</param>
    public static async Task RunAsync(
        Uri api, string? token, int? seed, TimeProvider time, Action<string> say, CancellationToken cancellationToken)
    {
        var drawn = seed ?? (int)(time.GetUtcNow().Ticks % 1_000_000);
        say(string.Create(CultureInfo.InvariantCulture, $"the shop opens; --seed {drawn} opens the same one again"));
        using var http = ApiClient.Of(api, token, TimeSpan.FromSeconds(10));
        using var run = new DemoRun(new ShopApi(http), new Shop(new Random(drawn)), time, say);
        await run.RunAsync(cancellationToken);
    }
}
