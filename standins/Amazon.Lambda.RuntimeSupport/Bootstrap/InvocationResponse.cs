namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The payload that answers an invocation, from the stream's position to its end.</summary>
public class InvocationResponse
{
    public InvocationResponse(Stream outputStream)
        : this(outputStream, disposeOutputStream: true)
    {
    }

    public InvocationResponse(Stream outputStream, bool disposeOutputStream)
    {
        OutputStream = outputStream ?? throw new ArgumentNullException(nameof(outputStream));
        DisposeOutputStream = disposeOutputStream;
    }

    public Stream OutputStream { get; set; }

    /// <summary>Whether the bootstrap disposes of the stream once it is sent; default true.</summary>
    public bool DisposeOutputStream { get; }
}
