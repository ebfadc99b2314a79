using System.Globalization;
using System.Text.Json;
using Analytics.Cli.Terminal;
using Analytics.Local.Tokens;

namespace Analytics.Cli.Tokens;

/// <summary>Asks the issuer of a running local stack for tokens.</summary>
internal static class TokenClient
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>Asks for a token.</summary>
    /// <exception cref="HttpRequestException">The issuer does not answer, or refuses.</exception>
    public static async Task<string> AskAsync(Uri issuer, TokenRequest request, CancellationToken cancellationToken)
    {
        using var http = ApiClient.Of(issuer, token: null, Timeout);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["sub"] = request.Subject,
            ["scope"] = string.Join(' ', request.Scopes),
            ["expires_in"] = request.Lifetime.TotalSeconds.ToString("0", CultureInfo.InvariantCulture),
        });
        using var response = await http.PostAsync(new Uri("token", UriKind.Relative), form, cancellationToken);
        response.EnsureSuccessStatusCode();
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
        return answer.RootElement.GetProperty("access_token").GetString()!;
    }
}
