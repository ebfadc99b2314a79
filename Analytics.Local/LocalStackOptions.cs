using System.Text.RegularExpressions;
using Amazon.Runtime;
using Analytics.Local.Hosting;
using Analytics.Local.Tokens;
using Analytics.Local.Web;

namespace Analytics.Local;

/// <summary>Options for starting the local stack.</summary>
public sealed partial record LocalStackOptions
{
    /// <summary>Path of the SAM template.</summary>
    public required string TemplatePath { get; init; }

    /// <summary>The folder that contains the published functions' <c>bootstrap</c>.</summary>
    public required string CodeDirectory { get; init; }

    /// <summary>The <c>node_modules</c> folder with the emulators.</summary>
    public required string NodeModulesDirectory { get; init; }

    /// <summary>Receives the output of all components.</summary>
    public required ILogSink Log { get; init; }

    /// <summary>Seeds the random sources for request ids and retry jitter. Used only during the start.</summary>
    public required Random Random { get; init; }

    /// <summary>The product's own page, which the site shows first.</summary>
    public required SitePage Page { get; init; }

    /// <summary>Number of decimals of each currency, by its code. Dashboards show amounts of money with them.</summary>
    public required IReadOnlyDictionary<string, int> CurrencyDecimals { get; init; }

    /// <summary>Directory that keeps data between runs; null uses a temporary directory that is deleted at the end.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>The file with the endpoints for other processes; null uses <c>endpoints.json</c> in the data directory.</summary>
    public string? EndpointsFile { get; init; }

    /// <summary>Prefix of physical names that the template does not set.</summary>
    public required string StackName { get; init; }

    /// <summary>Port of the HTTP API on localhost; default 3000. 0 picks a free port.</summary>
    public int ApiPort { get; init; } = 3000;

    /// <summary>Port of the dashboards page on localhost; default 3001. 0 picks a free port.</summary>
    public int DashboardPort { get; init; } = 3001;

    /// <summary>Port of the DynamoDB emulator; default 0, which picks a free port.</summary>
    public int DynamoDbPort { get; init; }

    /// <summary>Port of the Kinesis emulator; default 0, which picks a free port.</summary>
    public int KinesisPort { get; init; }

    /// <summary>Port of the CloudWatch endpoint; default 0, which picks a free port.</summary>
    public int CloudWatchPort { get; init; }

    /// <summary>An external DynamoDB with streams to use instead of the emulator.</summary>
    public Uri? DynamoDbEndpoint { get; init; }

    /// <summary>The external DynamoDB's streams, where they have another address, as on AWS; null if they have not.</summary>
    public Uri? DynamoDbStreamsEndpoint { get; init; }

    /// <summary>An external Kinesis to use instead of the emulator.</summary>
    public Uri? KinesisEndpoint { get; init; }

    /// <summary>The region of the stack, for which requests are signed; default us-east-1.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>Credentials for external services, also of the functions. The emulators accept any; default is <c>local</c>.</summary>
    public ImmutableCredentials Credentials { get; init; } = new("local", "local", token: null);

    /// <summary>Whether every batch is delivered twice at the same time, to verify that it is counted once.</summary>
    public bool DeliverTwice { get; init; }

    /// <summary>Template parameter values that override the defaults.</summary>
    public IReadOnlyDictionary<string, string> ParameterOverrides { get; init; } = new Dictionary<string, string>();

    /// <summary>Starts an issuer of tokens for routes that ask for them; null starts none.</summary>
    public TokenIssuerOptions? TokenIssuer { get; init; }

    /// <summary>The clock; default is the system clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Whether a name can be that of a stack (CloudFormation API reference, CreateStack).</summary>
    public static bool IsStackName(string name) => StackNamePattern().IsMatch(name);

    /// <summary>Returns these options if each is in its range.</summary>
    /// <exception cref="ArgumentException">One is not; the message has its name, its value and what it must be.</exception>
    public LocalStackOptions Checked()
    {
        Require(nameof(StackName), StackName, IsStackName(StackName), "1 to 128 letters, digits and -, beginning with a letter");
        foreach (var (name, port) in new[]
                 {
                     (nameof(ApiPort), ApiPort), (nameof(DashboardPort), DashboardPort), (nameof(DynamoDbPort), DynamoDbPort),
                     (nameof(KinesisPort), KinesisPort), (nameof(CloudWatchPort), CloudWatchPort),
                     (nameof(TokenIssuer), TokenIssuer?.Port ?? 0),
                 })
        {
            Require(name, port, port is >= 0 and <= 65_535, "a port from 0 to 65535");
        }

        Require(nameof(DynamoDbEndpoint), DynamoDbEndpoint, IsEndpoint(DynamoDbEndpoint), "an http or https address");
        Require(
            nameof(DynamoDbStreamsEndpoint), DynamoDbStreamsEndpoint, IsEndpoint(DynamoDbStreamsEndpoint), "an http or https address");
        Require(nameof(KinesisEndpoint), KinesisEndpoint, IsEndpoint(KinesisEndpoint), "an http or https address");
        return this;
    }

    private static bool IsEndpoint(Uri? address) => address is null or { IsAbsoluteUri: true, Scheme: "http" or "https" };

    private static void Require(string name, object? value, bool holds, string rule)
    {
        if (!holds)
        {
            throw new ArgumentException($"{name} must be {rule}; got '{value}'.", name);
        }
    }

    [GeneratedRegex("^[a-zA-Z][a-zA-Z0-9-]{0,127}$")]
    private static partial Regex StackNamePattern();
}
