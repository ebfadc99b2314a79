using System.Collections.Concurrent;
using System.Text.Json;
using Analytics.Local.Lambda;

namespace Analytics.Tests.Local.EventSources;

/// <summary>A function that notes the numbers of its records and answers as it is told.</summary>
internal sealed class FakeFunction : IFunctionInvoker
{
    private readonly ConcurrentQueue<int[]> _batches = new();

    public Func<int[], InvocationResult> Answer { get; set; } = _ => Some.Answer();

    public IReadOnlyList<int[]> Batches => [.. _batches];

    public int[] Numbers => [.. _batches.SelectMany(batch => batch)];

    public Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        using JsonDocument document = JsonDocument.Parse(payload);
        int[] numbers = [.. document.RootElement.GetProperty("Records").EnumerateArray().Select(record => record.GetInt32())];
        InvocationResult result = Answer(numbers);
        _batches.Enqueue(numbers);
        return Task.FromResult(result);
    }
}
