using System.Globalization;
using System.Text;
using Analytics.Local.Lambda;

namespace Analytics.Benchmarks.ColdStart;

/// <summary>
/// How long is it from the start of a function's process to its first answer, how much memory does it take, and what does it cost from then
/// on, for each way to publish it?
/// </summary>
/// <remarks>
/// The processes are those that Lambda would start; the Runtime API is the local host's, and AWS is a stub on loopback. Packagings take
/// turns, and a first round, which also makes the files warm, is not counted.
/// </remarks>
internal static class ColdStartBenchmark
{
    public static async Task RunAsync(ColdStartOptions options, TextWriter output)
    {
        var root = Root();
        var published = Packaging.All.Where(packaging => packaging.TakesPart(options.Only))
            .Select(packaging => (packaging.Name, Folder: packaging.Publish(root, options.Reuse)))
            .ToList();
        await using var aws = await AwsStub.StartAsync();
        if (options.Starts > 0)
        {
            await StartsAsync(published, aws, options, output);
        }

        if (options.Orders > 0)
        {
            await SteadyState.MeasureAsync(published, aws, options, output);
        }
    }

    /// <summary>A function as the template has it, with the stub for AWS.</summary>
    public static FunctionDefinition Function(string handler, string folder, AwsStub aws) => new(
        handler, handler, $"arn:aws:lambda:us-east-1:123456789012:function:{handler}", handler, folder, TimeSpan.FromSeconds(30), 512,
        new Dictionary<string, string>
        {
            ["ORDERS_TABLE"] = "orders",
            ["AGGREGATES_TABLE"] = "aggregates",
            ["ORDER_STREAM"] = "stream",
            ["METRIC_NAMESPACE"] = "ColdStart",
            ["METRIC_ITEMS"] = "",
            ["LANES"] = "4",
            ["ACCESS"] = "Open",
            ["AWS_ENDPOINT_URL_DYNAMODB"] = aws.Address,
            ["AWS_ENDPOINT_URL_KINESIS"] = aws.Address,
            ["AWS_ENDPOINT_URL_CLOUDWATCH"] = aws.Address,
            ["AWS_ACCESS_KEY_ID"] = "local",
            ["AWS_SECRET_ACCESS_KEY"] = "local",
        });

    private static async Task StartsAsync(
        List<(string Name, string Folder)> published, AwsStub aws, ColdStartOptions options, TextWriter output)
    {
        var starts = new List<Start>();
        for (var round = 0; round <= options.Starts; round++)
        {
            foreach (var first in FirstEvent.All(DateTimeOffset.UtcNow))
            {
                for (var turn = 0; turn < published.Count; turn++)
                {
                    // None always follows the same other.
                    var (name, folder) = published[(turn + round) % published.Count];
                    var start = await StartAsync(name, folder, first, aws);
                    if (round > 0)
                    {
                        starts.Add(start);
                    }
                }
            }
        }

        output.WriteLine($"{options.Starts} starts of each; milliseconds from the start of the process, megabytes once it has answered\n");
        output.WriteLine("| function | packaging | first answer | least | most | of JIT's | asks for work | resident | at most |");
        output.WriteLine("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var function in starts.GroupBy(start => start.Function))
        {
            var jit = Median(function.Where(start => start.Packaging == Packaging.All[0].Name).Select(start => start.Answer));
            foreach (var own in function.GroupBy(start => start.Packaging).OrderBy(own => published.FindIndex(one => one.Name == own.Key)))
            {
                var median = Median(own.Select(start => start.Answer));
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, 
                    $"| {function.Key} | {own.Key} | {median:F1} | {own.Min(start => start.Answer):F1} | "
                        + $"{own.Max(start => start.Answer):F1} | {median / jit:F2} | {Median(own.Select(start => start.Ready)):F1} | "
                        + $"{Median(own.Select(start => start.Resident)):F1} | {own.Max(start => start.Peak):F1} |"));
            }
        }
    }

    private static async Task<Start> StartAsync(string name, string folder, FirstEvent first, AwsStub aws)
    {
        var before = aws.DynamoDbCalls;
        await using var process = await FunctionProcess.StartAsync(Function(first.Handler, folder, aws));
        var (answer, at) = await process.InvokeAsync(first.Payload);
        var text = Encoding.UTF8.GetString(answer.Span);
        if (!text.Contains(first.Answer, StringComparison.Ordinal) || aws.DynamoDbCalls == before)
        {
            throw new InvalidOperationException(
                $"{first.Handler}, {name}: after {aws.DynamoDbCalls - before} calls of DynamoDB the answer was {text}");
        }

        var (resident, peak) = process.Memory();
        return new Start(first.Handler, name, at.TotalMilliseconds, (await process.ReadyAfterAsync()).TotalMilliseconds, resident, peak);
    }

    /// <summary>The middle of some numbers; not a number when there are none.</summary>
    public static double Median(IEnumerable<double> numbers)
    {
        var sorted = numbers.Order().ToList();
        return sorted.Count == 0 ? double.NaN : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "template.yaml")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds template.yaml.");
    }

    /// <summary>One start: milliseconds and megabytes.</summary>
    private readonly record struct Start(string Function, string Packaging, double Answer, double Ready, double Resident, double Peak);
}

/// <summary>What is to be measured.</summary>
/// <param name="Starts">How often each function is started in each packaging; none when 0.</param>
/// <param name="Orders">How many changes a process counts for the steady state; none when 0.</param>
/// <param name="Batch">How many of them an invocation has.</param>
/// <param name="Rounds">How many processes of each packaging do that.</param>
/// <param name="Reuse">Whether what an earlier run has published is measured.</param>
/// <param name="Only">Parts of the names of the packagings that take part; all when empty.</param>
internal sealed record ColdStartOptions(int Starts, int Orders, int Batch, int Rounds, bool Reuse, IReadOnlyList<string> Only);
