using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Analytics.Local.Tokens;

/// <summary>Signs tokens with an RSA key of its own (RS256), which is forgotten when it is disposed.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="issuer">The issuer of the tokens (<c>iss</c>).</param>
/// <param name="audience">For whom they are meant (<c>aud</c>).</param>
/// <param name="time">The clock by which they are issued and expire.</param>
internal sealed class TokenSigner(string issuer, string audience, TimeProvider time) : IDisposable
{
    private const int KeyBits = 2048;

    private readonly RSA _key = RSA.Create(KeyBits);
    private readonly string _keyId = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>The public key with which the tokens are checked.</summary>
    public JsonWebKey PublicKey
    {
        get
        {
            var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(_key.ExportParameters(false)) { KeyId = _keyId });
            (key.Use, key.Alg) = ("sig", SecurityAlgorithms.RsaSha256);
            return key;
        }
    }

    /// <summary>Issues a token for the audience.</summary>
    public string Issue(TokenRequest request) => Signed(
        audience, request.Lifetime,
        new Dictionary<string, object> { ["sub"] = request.Subject, ["scope"] = string.Join(' ', request.Scopes) });

    /// <summary>Issues an ID token: who has signed in, for the page that has asked.</summary>
    public string IssueId(SignInGrant grant)
    {
        var claims = new Dictionary<string, object> { ["sub"] = grant.Token.Subject };
        if (grant.Asked.Nonce.Length > 0)
        {
            claims["nonce"] = grant.Asked.Nonce;
        }

        return Signed(grant.Asked.ClientId, grant.Token.Lifetime, claims);
    }

    public void Dispose() => _key.Dispose();

    private string Signed(string receiver, TimeSpan lifetime, Dictionary<string, object> claims)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = receiver,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + lifetime,
            Claims = claims,
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(_key) { KeyId = _keyId }, SecurityAlgorithms.RsaSha256),
        });
    }
}
