using System.Diagnostics;
using Xunit;

namespace Analytics.Tests.Local;

/// <summary>Waits for what another process or thread brings about, within a bound that only a failure reaches.</summary>
internal static class Eventually
{
    public static async Task HoldsAsync(Func<bool> condition, string what)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(60), $"Did not come about within a minute: {what}.");
            await Task.Delay(10);
        }
    }
}
