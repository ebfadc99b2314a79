namespace Analytics.Cli.Faults;

/// <summary>Sends requests to the current address of the stack, which changes with each start.</summary>
internal sealed class CurrentAddress(Func<Uri> address) : DelegatingHandler(new SocketsHttpHandler())
{
    /// <summary>Placeholder for the address in requests.</summary>
    public static readonly Uri Placeholder = new("http://stack/");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.RequestUri = new Uri(address(), request.RequestUri!.PathAndQuery);
        return base.SendAsync(request, cancellationToken);
    }
}
