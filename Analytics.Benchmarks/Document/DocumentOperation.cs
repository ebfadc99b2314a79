using System.Diagnostics;

namespace Analytics.Benchmarks.Document;

/// <summary>Something that is done with a document.</summary>
/// <param name="Name">What.</param>
/// <param name="Do">Does it once; what it gives is there only to be used.</param>
/// <param name="Things">How many items or change ids it goes through.</param>
/// <param name="Bytes">How many stored bytes these are.</param>
internal sealed record DocumentOperation(string Name, Func<long> Do, int Things, int Bytes)
{
    private static readonly TimeSpan RoundMin = TimeSpan.FromMilliseconds(30);

    private int _times = 1;
    private long _used;

    /// <summary>Makes the code warm, and finds how often it has to be done to be timed.</summary>
    public void Prepare()
    {
        while (Time() < RoundMin)
        {
            _times *= 2;
        }
    }

    /// <summary>What doing it once costs.</summary>
    public OperationCost Measure()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        return new OperationCost(Time().TotalNanoseconds / _times, (GC.GetAllocatedBytesForCurrentThread() - before) / (double)_times);
    }

    private TimeSpan Time()
    {
        var begun = Stopwatch.GetTimestamp();
        for (var time = 0; time < _times; time++)
        {
            _used ^= Do();
        }

        return Stopwatch.GetElapsedTime(begun);
    }
}

/// <summary>Nanoseconds, and bytes allocated.</summary>
internal readonly record struct OperationCost(double Time, double Bytes);
