using System.Diagnostics;
using System.Globalization;
using Analytics.Tests.Fuzz.Targets;
using Xunit;
using Xunit.Abstractions;

namespace Analytics.Tests.Fuzz;

/// <summary>Everything that takes bytes from outside accepts or refuses whatever it is given, in its own terms.</summary>
/// <remarks>
/// <c>FUZZ_INPUTS</c> is how many inputs there are over all targets (default 50,000), <c>FUZZ_SEED</c> what they are drawn from (default
/// 1). Survived must be: no exception that is not the target's own refusal, no input that takes for ever, none that allocates more than
/// stated, and a good record in the same batch as a bad one is counted.
/// </remarks>
public class FuzzTests(ITestOutputHelper output)
{
    // A hang has no end, so there is no time after which it is proven; a machine that needs five minutes for an input is no machine.
    private static readonly TimeSpan HangMin = TimeSpan.FromMinutes(5);

    // Less than a thread has in production: what does not overflow here does not there.
    private const int StackBytes = 512 * 1024;

    private static readonly Dictionary<string, Func<FuzzTarget>> Targets = new()
    {
        ["aggregates event"] = () => new AggregatesEventTarget(),
        ["aggregates query"] = () => new AggregatesQueryTarget(),
        ["analytics event"] = () => new AnalyticsEventTarget(),
        ["CloudWatch in CBOR"] = () => new CloudWatchTarget(isCbor: true),
        ["CloudWatch in JSON"] = () => new CloudWatchTarget(isCbor: false),
        ["CloudWatch in the Query protocol"] = () => new CloudWatchQueryTarget(),
        ["dashboard"] = () => new DashboardTarget(),
        ["item tallies"] = () => new ItemTalliesTarget(),
        ["Kinesis data"] = () => new KinesisDataTarget(),
        ["minute document"] = () => new MinuteDocumentTarget(),
        ["minute segment"] = () => new MinuteSegmentTarget(),
        ["order body"] = () => new OrderBodyTarget(),
        ["orders event"] = () => new OrdersEventTarget(),
        ["quarantine item"] = () => new QuarantineItemTarget(),
        ["redriven bytes"] = () => new RedriveTarget(),
        ["rollup"] = () => new RollupTarget(),
        ["stream record"] = () => new StreamRecordTarget(),
        ["template"] = () => new TemplateTarget(),
    };

    public static TheoryData<string> Names => [.. Targets.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Whatever_it_is_given_it_accepts_or_refuses_in_its_own_terms(string name)
    {
        var fuzzer = new Fuzzer(Targets[name](), Number("FUZZ_SEED", 1));
        Exception? finding = null;
        var worker = new Thread(
            () =>
            {
                try
                {
                    fuzzer.Run(Math.Max(1, Number("FUZZ_INPUTS", 50_000) / Targets.Count));
                }
                catch (Exception found)
                {
                    finding = found;
                }
            },
            StackBytes) { IsBackground = true };
        worker.Start();
        while (!worker.Join(TimeSpan.FromSeconds(1)))
        {
            var (input, since) = fuzzer.Current;
            Assert.True(Stopwatch.GetElapsedTime(since) < HangMin, $"It hangs at {fuzzer.Where(input, -1)}");
        }

        Assert.True(finding is null, finding?.ToString());
        foreach (var (outcome, count) in fuzzer.Outcomes.OrderByDescending(outcome => outcome.Value))
        {
            output.WriteLine($"{count,8}  {outcome}");
        }
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
