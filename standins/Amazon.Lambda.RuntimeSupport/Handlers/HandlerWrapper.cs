using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Makes a handler of any of the usual shapes into one that serves invocations.</summary>
/// <remarks>A handler without output answers with an empty payload.</remarks>
public partial class HandlerWrapper : IDisposable
{
    private HandlerWrapper(Func<InvocationRequest, Task<InvocationResponse>> serve, ILambdaSerializer serializer = null) =>
        Handler = invocation =>
        {
            invocation.Context.Serializer = serializer;
            return serve(invocation);
        };

    private HandlerWrapper(Func<InvocationRequest, InvocationResponse> serve, ILambdaSerializer serializer = null)
        : this(invocation => Task.FromResult(serve(invocation)), serializer)
    {
    }

    public LambdaBootstrapHandler Handler { get; }

    public void Dispose() => GC.SuppressFinalize(this);

    private static InvocationResponse Nothing => new(Stream.Null, disposeOutputStream: false);

    private static InvocationResponse Answer(Stream output) => new(output);

    private static InvocationResponse Answer<TOutput>(TOutput output, ILambdaSerializer serializer)
    {
        var payload = new MemoryStream();
        serializer.Serialize(output, payload);
        payload.Position = 0;
        return new InvocationResponse(payload);
    }
}
