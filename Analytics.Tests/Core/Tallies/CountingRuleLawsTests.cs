using System.Globalization;
using Xunit;

namespace Analytics.Tests.Core.Tallies;

/// <summary>The counting rules in worlds that are drawn at random.</summary>
/// <remarks>
/// <c>COUNTING_WORLDS</c> is how many there are (default 500), <c>COUNTING_SEED</c> the first of their seeds (default 1).
/// </remarks>
public class CountingRuleLawsTests
{
    private const int Steps = 120;

    [Fact]
    public void At_rest_the_documents_equal_the_table_and_every_state_on_the_way_is_one_that_the_order_had()
    {
        var first = Number("COUNTING_SEED", 1);
        for (var seed = first; seed < first + Number("COUNTING_WORLDS", 500); seed++)
        {
            if (Failure(seed, StepsOf(seed)) is not null)
            {
                Assert.Fail(Explain(seed));
            }
        }
    }

    private static List<int> StepsOf(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Steps).Select(_ => random.Next())];
    }

    private static (string Message, List<string> Trace)? Failure(int seed, IReadOnlyList<int> steps)
    {
        var world = new CountingWorld(seed);
        try
        {
            steps.ToList().ForEach(world.Do);
            world.Rest(seed);
            return null;
        }
        catch (CountingException failure)
        {
            return (failure.Message, world.Trace);
        }
    }

    // Leaves out what the failure does not need: first halves of the steps, then ever smaller parts, down to single ones.
    private static string Explain(int seed)
    {
        var steps = StepsOf(seed);
        for (var size = steps.Count / 2; size >= 1;)
        {
            var shorter = Enumerable.Range(0, (steps.Count + size - 1) / size)
                .Select(part => steps.Where((_, index) => index / size != part).ToList())
                .FirstOrDefault(some => Failure(seed, some) is not null);
            (steps, size) = shorter is null ? (steps, size / 2) : (shorter, Math.Min(size, Math.Max(1, shorter.Count / 2)));
        }

        var (message, trace) = Failure(seed, steps)!.Value;
        return $"Seed {seed}, {steps.Count} steps: {message}\n{string.Join('\n', trace)}";
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
