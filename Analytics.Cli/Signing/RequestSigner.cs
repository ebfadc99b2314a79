using System.Globalization;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Auth;

namespace Analytics.Cli.Signing;

/// <summary>Signs requests to one AWS service in one region, by Signature Version 4.</summary>
/// <param name="credentials">The credentials, asked for with each request, since those of a role expire.</param>
/// <param name="region">The region, as <c>eu-west-1</c>.</param>
/// <param name="service">The service, as <c>execute-api</c>.</param>
/// <param name="time">The clock.</param>
internal sealed class RequestSigner(AWSCredentials credentials, string region, string service, TimeProvider time)
{
    private const string DateHeader = "x-amz-date";
    private const string TokenHeader = "x-amz-security-token";

    /// <summary>Adds the headers of a signature to a request. Its address must be absolute.</summary>
    public async Task SignAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri is { IsAbsoluteUri: true } absolute
            ? absolute
            : throw new ArgumentException("The address must be absolute.", nameof(request));
        var now = time.GetUtcNow().UtcDateTime;
        var keys = await credentials.GetCredentialsAsync();
        var headers = new Dictionary<string, string>
        {
            [DateHeader] = now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture),
        };
        if (keys.UseToken)
        {
            headers[TokenHeader] = keys.Token;
        }

        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var canonical = CanonicalRequest.Of(request.Method, address, headers, body);
        var signature = AWS4Signer.ComputeSignature(keys, region, now, service, canonical.SignedHeaders, canonical.Text);
        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.Remove("Authorization");
        request.Headers.TryAddWithoutValidation("Authorization", signature.ForAuthorizationHeader);
    }
}
