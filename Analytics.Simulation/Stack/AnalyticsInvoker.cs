using Analytics.Functions.Counting;
using Analytics.Local.Lambda;
using Analytics.Simulation.Injection;
using Analytics.Simulation.Lambda;
using Analytics.Simulation.Running;

namespace Analytics.Simulation.Stack;

/// <summary>
/// Invokes the analytics function for the mappings, sometimes twice concurrently, and shows each payload to the poison log.
/// </summary>
internal sealed class AnalyticsInvoker(
    Fleet<AnalyticsFunction> fleet, FaultInjection injection, Shape shape, Action<ReadOnlyMemory<byte>> delivering) : IFunctionInvoker
{
    private readonly int[] _underWay = new int[Enum.GetValues<Operation>().Length];
    private int _requests;

    /// <summary>Number of invocations of the function.</summary>
    public int Invocations => _requests;

    public async Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        delivering(payload);
        var first = OnceAsync(payload, cancellationToken);
        var operation = OperationOf(payload);
        if (!injection.Strikes(Fault.BatchTwice, operation))
        {
            return await first;
        }

        var both = await Task.WhenAll(first, OnceAsync(payload, cancellationToken));
        return both[_requests % 2];
    }

    private async Task<InvocationResult> OnceAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var operation = OperationOf(payload);
        var id = $"request-{++_requests}";
        if (_underWay[(int)operation]++ > 0
            && (operation == Operation.KinesisBatch ? shape.KinesisMapping : shape.TableStreamMapping).ParallelizationFactor > 1)
        {
            injection.Count(Fault.BatchesSideBySide, operation);
        }

        var end = await fleet
            .InvokeAsync(
                operation, (function, context) => function.HandleAsync(new MemoryStream(payload.ToArray(), writable: false), context))
            .WaitAsync(cancellationToken);
        _underWay[(int)operation]--;
        return end switch
        {
            InvocationEnd<Stream>.Answered(var answer) => new InvocationResult.Success(id, ((MemoryStream)answer).ToArray()),
            InvocationEnd<Stream>.Threw(var exception) =>
                new InvocationResult.FunctionError(id, exception.GetType().Name, exception.Message),
            InvocationEnd<Stream>.Crashed => new InvocationResult.FunctionError(id, "Runtime.ExitError", "It crashed."),
            _ => new InvocationResult.FunctionError(id, "Sandbox.Timedout", "It took too long."),
        };
    }

    private static Operation OperationOf(ReadOnlyMemory<byte> payload) =>
        payload.Span.IndexOf("aws:kinesis"u8) >= 0 ? Operation.KinesisBatch : Operation.TableBatch;
}
