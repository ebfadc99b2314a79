using System.Net.Http.Headers;

namespace Analytics.Cli.Terminal;

/// <summary>Creates clients of the HTTP API.</summary>
internal static class ApiClient
{
    /// <summary>Creates a client.</summary>
    /// <param name="api">The address of the API.</param>
    /// <param name="token">The token that each request brings; null for none.</param>
    /// <param name="timeout">How long a request may take.</param>
    public static HttpClient Of(Uri api, string? token, TimeSpan timeout)
    {
        var client = new HttpClient { BaseAddress = api, Timeout = timeout };
        if (token is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return client;
    }
}
