using System.Diagnostics;
using Xunit;

namespace Analytics.Tests.EndToEnd;

/// <summary>Asks until the answer is as expected; time decides nothing but when to give up.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    /// <summary>Waits for a value; the last one that was seen stands in the failure.</summary>
    /// <param name="expected">What it must become.</param>
    /// <param name="read">Reads the present value; an <see cref="HttpRequestException"/> counts as not there yet.</param>
    /// <param name="context">What a failure shows beside the values.</param>
    /// <param name="within">When to give up; null for two minutes.</param>
    public static async Task EqualAsync<T>(T expected, Func<Task<T>> read, Func<string> context, TimeSpan? within = null)
    {
        var deadline = within ?? Deadline;
        var watch = Stopwatch.StartNew();
        while (true)
        {
            object? last;
            try
            {
                var value = await read();
                if (EqualityComparer<T>.Default.Equals(expected, value))
                {
                    return;
                }

                last = value;
            }
            catch (HttpRequestException exception)
            {
                last = exception.Message;
            }

            if (watch.Elapsed > deadline)
            {
                Assert.Fail($"Expected within {deadline}: {expected}\nLast seen: {last}\n{context()}");
            }

            await Task.Delay(200);
        }
    }

    /// <summary>Waits for a condition.</summary>
    public static Task TrueAsync(Func<bool> condition, Func<string> context, TimeSpan? within = null) =>
        EqualAsync(true, () => Task.FromResult(condition()), context, within);
}
