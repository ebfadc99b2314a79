using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Analytics.Local.Tokens;

/// <summary>What an issuer says of itself, for those who sign in there or check its tokens.</summary>
internal static class IssuerDocuments
{
    public const string ConfigurationPath = "/.well-known/openid-configuration";
    public const string KeysPath = "/.well-known/jwks.json";

    /// <summary>Writes the OpenID configuration of an issuer (OpenID Connect Discovery 1.0).</summary>
    public static void WriteConfiguration(Utf8JsonWriter json, string issuer)
    {
        json.WriteString("issuer", issuer);
        json.WriteString("jwks_uri", $"{issuer}{KeysPath}");
        json.WriteString("authorization_endpoint", $"{issuer}{TokenIssuer.AuthorizePath}");
        json.WriteString("token_endpoint", $"{issuer}{TokenIssuer.TokenPath}");
        json.WriteBoolean("authorization_response_iss_parameter_supported", true);
        WriteList(json, "code_challenge_methods_supported", "S256");
        WriteList(json, "grant_types_supported", "authorization_code", "client_credentials", "refresh_token");
        WriteList(json, "id_token_signing_alg_values_supported", "RS256");
        WriteList(json, "response_types_supported", "code");
        WriteList(json, "subject_types_supported", "public");
        WriteList(json, "token_endpoint_auth_methods_supported", "none");
    }

    /// <summary>Writes the key with which tokens are checked (RFC 7517).</summary>
    public static void WriteKeys(Utf8JsonWriter json, JsonWebKey key)
    {
        json.WriteStartArray("keys");
        json.WriteStartObject();
        json.WriteString("kty", key.Kty);
        json.WriteString("use", key.Use);
        json.WriteString("alg", key.Alg);
        json.WriteString("kid", key.Kid);
        json.WriteString("n", key.N);
        json.WriteString("e", key.E);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteList(Utf8JsonWriter json, string name, params ReadOnlySpan<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
