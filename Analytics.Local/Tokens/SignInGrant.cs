using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Analytics.Local.Tokens;

/// <summary>What a user has allowed a web page: what a code, and later a refresh token, stands for.</summary>
/// <param name="Asked">The page's request.</param>
/// <param name="Token">The token that the page gets.</param>
/// <param name="IsRefreshable">Whether it gets refresh tokens, too.</param>
internal sealed record SignInGrant(AuthorizationRequest Asked, TokenRequest Token, bool IsRefreshable)
{
    /// <summary>Whether a verifier is that of the request (RFC 7636, 4.6).</summary>
    public bool IsVerifiedBy(string verifier) => CryptographicOperations.FixedTimeEquals(
        Encoding.ASCII.GetBytes(WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.UTF8.GetBytes(verifier)))),
        Encoding.UTF8.GetBytes(Asked.Challenge));
}
