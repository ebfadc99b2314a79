using System.Text.Json;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The Amazon Cognito identity an invocation came with; empty when there is none.</summary>
internal sealed class CognitoIdentity : ICognitoIdentity
{
    public string IdentityId { get; private init; }

    public string IdentityPoolId { get; private init; }

    public static CognitoIdentity Parse(string json)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            return new CognitoIdentity();
        }

        using var document = JsonDocument.Parse(json);
        return new CognitoIdentity
        {
            IdentityId = document.RootElement.TryGetProperty("cognitoIdentityId", out var id) ? id.GetString() : null,
            IdentityPoolId = document.RootElement.TryGetProperty("cognitoIdentityPoolId", out var pool) ? pool.GetString() : null,
        };
    }
}
