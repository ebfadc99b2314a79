namespace Analytics.Cli.Faults;

/// <summary>Sends requests to where the stack is now: it has another address after each start.</summary>
internal sealed class CurrentAddress(Func<Uri> address) : DelegatingHandler(new SocketsHttpHandler())
{
    /// <summary>What stands for the address in requests.</summary>
    public static readonly Uri Placeholder = new("http://stack/");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.RequestUri = new Uri(address(), request.RequestUri!.PathAndQuery);
        return base.SendAsync(request, cancellationToken);
    }
}
