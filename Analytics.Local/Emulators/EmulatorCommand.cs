using Analytics.Local.Hosting;

namespace Analytics.Local.Emulators;

/// <summary>How one emulator is started, asked and stopped.</summary>
public abstract class EmulatorCommand
{
    /// <summary>Names it in the log.</summary>
    public abstract string Name { get; }

    /// <summary>The option that sets its port.</summary>
    public abstract string PortOption { get; }

    /// <summary>Whether it is asked to end before it is ended.</summary>
    public abstract bool EndsWhenAsked { get; }

    /// <summary>Called each time it has come up, before anybody else uses it; default nothing.</summary>
    /// <param name="log">Takes what is worth saying.</param>
    public virtual void WhenReady(ILogSink log)
    {
    }

    /// <summary>What to start for it to listen on this port of 127.0.0.1.</summary>
    public abstract EmulatorStart Start(int port);

    /// <summary>A request that it answers when it is ready.</summary>
    public abstract HttpRequestMessage Probe(Uri endpoint);

    /// <summary>A request of AWS's JSON protocols, as an emulator takes it: signed in form only.</summary>
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

/// <summary>The process of an emulator; its variables come on top of the host's own.</summary>
public sealed record EmulatorStart(string FileName, IReadOnlyList<string> Arguments)
{
    public string WorkingDirectory { get; init; } = Environment.CurrentDirectory;

    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();
}
