using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Analytics.Tests.Local.Gateway;

/// <summary>Issues tokens by hand, so that each rule can be broken, and serves the documents by which the gateway checks them.</summary>
internal sealed class TestIssuer : HttpMessageHandler
{
    public const string Name = "https://idp.example/pool";
    public const string Audience = "shop";
    private const string KeyId = "key-1";

    private readonly RSA _key = RSA.Create(2048);
    private readonly RSA _other = RSA.Create(2048);

    /// <summary>Whether the documents can be read.</summary>
    public bool IsReachable { get; set; } = true;

    /// <summary>The claims of a good token at a time.</summary>
    public static JsonObject Claims(DateTimeOffset now, string subject, string scope) => new()
    {
        ["iss"] = Name,
        ["aud"] = Audience,
        ["sub"] = subject,
        ["scope"] = scope,
        ["iat"] = now.AddMinutes(-1).ToUnixTimeSeconds(),
        ["nbf"] = now.AddMinutes(-1).ToUnixTimeSeconds(),
        ["exp"] = now.AddMinutes(5).ToUnixTimeSeconds(),
    };

    /// <summary>A token signed with the issuer's key (RS256).</summary>
    public string Sign(JsonObject claims) => Sign(claims, Header(), signed => Signature(_key, signed));

    /// <summary>A token with one flaw.</summary>
    public string Flawed(TokenFlaw flaw, DateTimeOffset now, string subject, string scope)
    {
        var (claims, header) = (Claims(now, subject, scope), Header());
        Func<byte[], byte[]> sign = signed => Signature(_key, signed);
        switch (flaw)
        {
            case TokenFlaw.OtherAudience:
                claims["aud"] = "another-shop";
                break;
            case TokenFlaw.NoAudience:
                claims.Remove("aud");
                break;
            case TokenFlaw.OtherIssuer:
                claims["iss"] = "https://idp.example/other";
                break;
            case TokenFlaw.Expired:
                claims["exp"] = now.ToUnixTimeSeconds();
                break;
            case TokenFlaw.NeverExpires:
                claims.Remove("exp");
                break;
            case TokenFlaw.NotYetValid:
                claims["nbf"] = now.AddMinutes(1).ToUnixTimeSeconds();
                break;
            case TokenFlaw.IssuedLater:
                claims["iat"] = now.AddMinutes(1).ToUnixTimeSeconds();
                break;
            case TokenFlaw.OtherKey:
                sign = signed => Signature(_other, signed);
                break;
            case TokenFlaw.UnknownKey:
                header["kid"] = "key-2";
                break;
            case TokenFlaw.NoKeyId:
                header.Remove("kid");
                break;
            case TokenFlaw.Unsigned:
                header["alg"] = "none";
                sign = _ => [];
                break;
            case TokenFlaw.SignedWithPublicKey:
                // A check that takes the algorithm from the token would verify a MAC whose secret is the public key.
                header["alg"] = "HS256";
                sign = signed => HMACSHA256.HashData(Encoding.UTF8.GetBytes(_key.ExportSubjectPublicKeyInfoPem()), signed);
                break;
            case TokenFlaw.ChangedClaims:
                var token = Sign(claims);
                claims["sub"] = "another";
                return $"{token.Split('.')[0]}.{Encode(claims)}.{token.Split('.')[2]}";
            case TokenFlaw.NoToken:
                return "Basic YTpi";
        }

        return Sign(claims, header, sign);
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var key = _key.ExportParameters(false);
        var document = !IsReachable ? null : request.RequestUri?.ToString() switch
        {
            $"{Name}/.well-known/openid-configuration" => new JsonObject { ["issuer"] = Name, ["jwks_uri"] = $"{Name}/keys" },
            $"{Name}/keys" => new JsonObject
            {
                ["keys"] = new JsonArray(new JsonObject
                {
                    ["kty"] = "RSA", ["use"] = "sig", ["alg"] = "RS256", ["kid"] = KeyId, ["n"] = Base64Url.EncodeToString(key.Modulus),
                    ["e"] = Base64Url.EncodeToString(key.Exponent),
                }),
            },
            _ => null,
        };
        return Task.FromResult(document is null ? new HttpResponseMessage(HttpStatusCode.NotFound)
            : new HttpResponseMessage { Content = new StringContent(document.ToJsonString(), Encoding.UTF8, "application/json") });
    }

    protected override void Dispose(bool disposing)
    {
        _key.Dispose();
        _other.Dispose();
        base.Dispose(disposing);
    }

    private static JsonObject Header() => new() { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = KeyId };

    private static string Sign(JsonObject claims, JsonObject header, Func<byte[], byte[]> sign)
    {
        var signed = $"{Encode(header)}.{Encode(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static byte[] Signature(RSA key, byte[] signed) =>
        key.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
}

/// <summary>What may be wrong with a token.</summary>
public enum TokenFlaw
{
    NoToken,
    OtherAudience,
    NoAudience,
    OtherIssuer,
    Expired,
    NeverExpires,
    NotYetValid,
    IssuedLater,
    OtherKey,
    UnknownKey,
    NoKeyId,
    Unsigned,
    SignedWithPublicKey,
    ChangedClaims,
}
