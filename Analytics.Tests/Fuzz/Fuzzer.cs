using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Analytics.Tests.Fuzz;

/// <summary>Gives a target mutated inputs, and keeps those that show something new.</summary>
/// <remarks>
/// There is no instrumentation: what stands for a new path through the code is a new outcome, the kind of a refusal with numbers and
/// quoted text left out. That is a poor man's coverage, and enough to find the way past the first checks.
/// </remarks>
internal sealed partial class Fuzzer(FuzzTarget target, int seed)
{
    private const int MaxCorpus = 2_000;
    private const int MaxOutcomeLength = 160;
    private const int MaxInputShown = 3_000;

    // No input takes a millisecond. A machine that is a thousand times slower than that still passes.
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, int> _outcomes = [];

    /// <summary>The input that is being given now, and since when; read by whoever watches for one that takes for ever.</summary>
    public (byte[] Input, long Since) Current { get; private set; } = ([], Stopwatch.GetTimestamp());

    /// <summary>How often each outcome came.</summary>
    public IReadOnlyDictionary<string, int> Outcomes => _outcomes;

    /// <summary>Gives the seeds and then so many mutations.</summary>
    /// <exception cref="FuzzException">Something must not have happened; the message has all that is needed to repeat it.</exception>
    public void Run(int inputs)
    {
        List<byte[]> corpus = [.. target.Seeds];
        foreach (var valid in target.Seeds)
        {
            Give(valid, 0);
        }

        var mutator = new Mutator(new Random(seed), target.Words, target.Nests, target.JsonAt);
        for (var number = 1; number <= inputs; number++)
        {
            var input = mutator.Mutate(corpus);
            if (Give(input, number) && corpus.Count < MaxCorpus)
            {
                corpus.Add(input);
            }
        }
    }

    private bool Give(byte[] input, int number)
    {
        Current = (input, Stopwatch.GetTimestamp());
        var before = GC.GetAllocatedBytesForCurrentThread();
        string outcome;
        try
        {
            outcome = Kind(target.Run(input));
        }
        catch (Exception finding)
        {
            throw new FuzzException($"{Where(input, number)}\n{finding}");
        }

        var (allocated, most) = (GC.GetAllocatedBytesForCurrentThread() - before, target.MaxAllocated(input.Length));
        if (allocated > most)
        {
            throw new FuzzException($"{Where(input, number)}\nIt allocated {allocated:N0} bytes; {most:N0} are allowed.");
        }

        if (Stopwatch.GetElapsedTime(Current.Since) > MaxTime)
        {
            throw new FuzzException($"{Where(input, number)}\nIt took longer than {MaxTime}.");
        }

        var isNew = !_outcomes.TryGetValue(outcome, out var count);
        _outcomes[outcome] = count + 1;
        return isNew;
    }

    /// <summary>An input as a failure shows it.</summary>
    public string Where(byte[] input, int number)
    {
        var shown = input.AsSpan(0, Math.Min(input.Length, MaxInputShown));
        return $"{target.GetType().Name}, seed {seed}, input {number}, {input.Length} bytes:\n{Encoding.UTF8.GetString(shown)}\nin "
            + $"Base64: {Convert.ToBase64String(shown)}";
    }

    private static string Kind(string outcome)
    {
        var kind = Numbers().Replace(Quoted().Replace(Place().Replace(outcome, ""), "?"), "#");
        return kind.Length <= MaxOutcomeLength ? kind : kind[..MaxOutcomeLength];
    }

    [GeneratedRegex("'[^']*'|\"[^\"]*\"")]
    private static partial Regex Quoted();

    // Where a parser stopped; and what of the input stands in its message.
    [GeneratedRegex("Path: .*| LineNumber: .*|[^\\x20-\\x7e]+")]
    private static partial Regex Place();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Numbers();
}
