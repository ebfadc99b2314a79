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

    /// <summary>Issues a token.</summary>
    public string Issue(TokenRequest request)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + request.Lifetime,
            Claims = new Dictionary<string, object> { ["sub"] = request.Subject, ["scope"] = string.Join(' ', request.Scopes) },
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(_key) { KeyId = _keyId }, SecurityAlgorithms.RsaSha256),
        });
    }

    public void Dispose() => _key.Dispose();
}
