using System.Text.RegularExpressions;
using Analytics.Cli.Signing;
using Analytics.Cli.Tokens;

namespace Analytics.Cli.Smoke;

/// <summary>The API that <c>smoke</c> tries.</summary>
/// <param name="Api">Its address.</param>
/// <param name="Access">How requests prove who sends them, for people.</param>
/// <param name="Handler">Adds that proof to requests.</param>
internal sealed partial record SmokeTarget(Uri Api, string Access, HttpMessageHandler Handler) : IDisposable
{
    private const string Service = "execute-api";
    private const string Signed = "requests signed with AWS credentials";

    /// <summary>Finds the API that the options name.</summary>
    public static async Task<SmokeTarget> OfAsync(SmokeOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (options.Stack is { } name)
        {
            return OfStack(await StackDescription.ReadAsync(name, time, cancellationToken), name, options.TokenFile, time);
        }

        if (options is { Sign: true, Api: { } signed })
        {
            return OfSigned(signed, time);
        }

        var (api, token) = ApiTarget.Of(options.Api, options.TokenFile, options.DataDirectory);
        var access = options switch
        {
            { TokenFile: not null } => "a token",
            { Api: null } => "the local stack",
            _ => "requests neither signed nor with a token",
        };
        return new SmokeTarget(api, access, new TokenHandler(token));
    }

    /// <summary>Releases the connections.</summary>
    public void Dispose() => Handler.Dispose();

    /// <summary>The API of a stack, called as the stack's parameter <c>Access</c> says.</summary>
    /// <exception cref="IOException">The stack has no API, or asks for a token and none is given.</exception>
    internal static SmokeTarget OfStack(StackDescription stack, string name, string? tokenFile, TimeProvider time)
    {
        var api = new Uri(stack.Outputs.GetValueOrDefault("ApiUrl")
            ?? throw new IOException($"The stack {name} has no output ApiUrl: it is not one of this template, or not deployed yet."));
        return stack.Parameters.GetValueOrDefault("Access") switch
        {
            "JWT" when tokenFile is null => throw new IOException(
                $"The stack {name} asks for tokens (Access=JWT): give --token-file FILE, of a token with the scopes aggregates:read and "
                    + "orders:admin."),
            "JWT" => new SmokeTarget(api, "a token", new TokenHandler(ApiTarget.Of(api, tokenFile, "").Token)),
            "Open" => new SmokeTarget(api, "open to anyone", new TokenHandler(() => Task.FromResult<string?>(null))),
            _ => OfSigned(api, time),
        };
    }

    /// <summary>The region that the address of an API names; null if it is a domain name of the shop's own.</summary>
    internal static string? RegionOf(Uri api) => HostOfApi().Match(api.Host) is { Success: true } host ? host.Groups[1].Value : null;

    private static SmokeTarget OfSigned(Uri api, TimeProvider time) => new(api, Signed, new SigningHandler(new RequestSigner(
        AwsSettings.Credentials(), RegionOf(api) ?? AwsSettings.Region().SystemName, Service, time)));

    [GeneratedRegex(@"^[^.]+\.execute-api\.([^.]+)\.amazonaws\.")]
    private static partial Regex HostOfApi();
}
