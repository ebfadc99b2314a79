using System.Text.Json;
using Amazon.Lambda.Core;
using Analytics.Functions.Logging;

namespace Analytics.Functions.Page;

/// <summary>Reads where an issuer signs users in (OpenID Connect Discovery 1.0). Thread-safe.</summary>
/// <param name="http">Reads the issuer's document.</param>
/// <param name="issuer">The issuer.</param>
/// <param name="time">The clock by which the document is read again.</param>
internal sealed class IssuerDiscovery(HttpClient http, string issuer, TimeProvider time)
{
    /// <summary>How long a document is used.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>
    /// How long after a failure the issuer is asked again. It bounds how often visitors of the page can make the function ask.
    /// </summary>
    public static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(10);

    private Reading? _last;

    /// <summary>Returns the issuer's endpoints: those of the last document if it cannot be read now, null if it never could.</summary>
    public async Task<IssuerEndpoints?> FindAsync(ILambdaLogger log, CancellationToken cancellationToken)
    {
        var (now, last) = (time.GetUtcNow(), _last);
        if (last is null || now - last.At >= (last.IsGood ? Lifetime : RetryDelay))
        {
            var (endpoints, problem) = await ReadAsync(cancellationToken);
            if (problem is not null)
            {
                log.LogError(LogEvent.Line("issuerUnreadable", ("issuer", issuer), ("reason", problem)));
            }

            _last = last = new Reading(endpoints ?? last?.Endpoints, now, problem is null);
        }

        return last.Endpoints;
    }

    private async Task<(IssuerEndpoints? Endpoints, string? Problem)> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var address = new Uri($"{issuer.TrimEnd('/')}/.well-known/openid-configuration");
            using var document = JsonDocument.Parse(await http.GetByteArrayAsync(address, cancellationToken));
            var root = document.RootElement;
            return root.ValueKind != JsonValueKind.Object || Text(root, "issuer") != issuer
                ? (null, "The document is of another issuer.")
                : Endpoint(root, "authorization_endpoint") is { } authorization && Endpoint(root, "token_endpoint") is { } token
                    ? (new IssuerEndpoints(authorization, token, Endpoint(root, "end_session_endpoint")), null)
                    : (null, "The document has no authorization_endpoint or token_endpoint with https.");
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return (null, failure.Message);
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // http is for the local stack only.
    private static Uri? Endpoint(JsonElement root, string name) =>
        Uri.TryCreate(Text(root, name), UriKind.Absolute, out var address) && address.UserInfo.Length == 0
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            ? address
            : null;

    private sealed record Reading(IssuerEndpoints? Endpoints, DateTimeOffset At, bool IsGood);
}

/// <summary>Where an issuer signs users in.</summary>
/// <param name="Authorization">Where a browser is sent.</param>
/// <param name="Token">Where the page redeems codes.</param>
/// <param name="EndSession">Where a browser is sent to sign out of the issuer; null if it has no such address.</param>
internal sealed record IssuerEndpoints(Uri Authorization, Uri Token, Uri? EndSession);
