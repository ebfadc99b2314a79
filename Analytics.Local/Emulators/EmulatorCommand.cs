using Analytics.Local.Hosting;

namespace Analytics.Local.Emulators;

/// <summary>How to start, probe and stop one kind of emulator.</summary>
public abstract class EmulatorCommand
{
    /// <summary>The emulator's name in the log.</summary>
    public abstract string Name { get; }

    /// <summary>The command-line option that sets its port.</summary>
    public abstract string PortOption { get; }

    /// <summary>Whether to ask the process to exit before killing it.</summary>
    public abstract bool EndsWhenAsked { get; }

    /// <summary>Called after each start, before other code uses the emulator. Does nothing by default.</summary>
    /// <param name="log">Receives log lines.</param>
    public virtual void WhenReady(ILogSink log)
    {
    }

    /// <summary>The process to start so that the emulator listens on this port of 127.0.0.1.</summary>
    public abstract EmulatorStart Start(int port);

    /// <summary>A request that succeeds once the emulator is ready.</summary>
    public abstract HttpRequestMessage Probe(Uri endpoint);

    /// <summary>A request in an AWS JSON protocol, with a placeholder signature, which emulators accept.</summary>
    protected static HttpRequestMessage JsonRequest(Uri endpoint, string contentType, string target, string service)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ByteArrayContent("{}"u8.ToArray()) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        request.Headers.TryAddWithoutValidation("X-Amz-Target", target);
        request.Headers.TryAddWithoutValidation("X-Amz-Date", "20260101T000000Z");
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/{service}/aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, "
                + $"Signature=00");
        return request;
    }
}

/// <summary>The process of an emulator. Its environment variables are added to the host's own.</summary>
public sealed record EmulatorStart(string FileName, IReadOnlyList<string> Arguments)
{
    public string WorkingDirectory { get; init; } = Environment.CurrentDirectory;

    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();
}
