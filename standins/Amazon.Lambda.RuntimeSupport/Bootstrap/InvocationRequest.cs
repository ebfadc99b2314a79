using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>An invocation to serve: its payload and its context.</summary>
public class InvocationRequest : IDisposable
{
    internal InvocationRequest(Stream inputStream, LambdaContext context)
    {
        InputStream = inputStream;
        Context = context;
    }

    public Stream InputStream { get; }

    public ILambdaContext LambdaContext => Context;

    internal LambdaContext Context { get; }

    public void Dispose()
    {
        InputStream.Dispose();
        GC.SuppressFinalize(this);
    }
}
