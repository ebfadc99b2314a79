using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Analytics.Local.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Analytics.Local.Tokens;

/// <summary>An issuer of tokens on localhost: OpenID configuration, keys and tokens for anyone on this machine who asks.</summary>
/// <remarks>
/// The gateway reads its documents as API Gateway reads those of an issuer (OpenID Connect Discovery 1.0). Its key is new with every start,
/// so tokens of an earlier start are refused.
/// </remarks>
internal sealed class TokenIssuer : IAsyncDisposable
{
    public const string PortOption = "--issuer-port";

    /// <summary>Where tokens are asked for.</summary>
    public const string TokenPath = "/token";

    private const string ConfigurationPath = "/.well-known/openid-configuration";
    private const string KeysPath = "/.well-known/jwks.json";
    private const int MaxRequestBytes = 16 * 1024;

    private static readonly string[] Hosts = ["localhost", "127.0.0.1", "[::1]"];

    private readonly WebApplication _application;
    private readonly TokenSigner _signer;

    private TokenIssuer(WebApplication application, int port, string audience, TimeProvider time)
    {
        _application = application;
        Address = new Uri($"http://localhost:{port}");
        _signer = new TokenSigner(Name, audience, time);
    }

    /// <summary>The address that it listens on: 127.0.0.1, and ::1 where IPv6 is available.</summary>
    public Uri Address { get; }

    /// <summary>The issuer's name in its tokens (<c>iss</c>).</summary>
    public string Name => Address.ToString().TrimEnd('/');

    /// <summary>Starts serving.</summary>
    /// <exception cref="PortTakenException">Another process uses the port.</exception>
    public static async Task<TokenIssuer> StartAsync(TokenIssuerOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var port = options.Port == 0 ? LoopbackPort.Free() : options.Port;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
            kestrel.ListenLocalhost(port);
        });
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var application = builder.Build();
        var issuer = new TokenIssuer(application, port, options.Audience, time);
        application.Run(issuer.AnswerAsync);
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            await issuer.DisposeAsync();
            throw new PortTakenException(port, PortOption, exception);
        }

        return issuer;
    }

    /// <summary>Issues a token.</summary>
    public string Issue(TokenRequest request) => _signer.Issue(request);

    /// <summary>Stops serving and forgets the key.</summary>
    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
        _signer.Dispose();
    }

    private Task AnswerAsync(HttpContext context)
    {
        var (request, path) = (context.Request, context.Request.Path.Value);
        // Neither a page that points its own host name at this address (DNS rebinding) nor one that posts a form gets a token.
        if (!Hosts.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase) || request.Headers.Origin.Count > 0)
        {
            return RefuseAsync(
                context, StatusCodes.Status403Forbidden, "access_denied", "The issuer serves programs of this machine only.");
        }

        return (path, HttpMethods.IsPost(request.Method)) switch
        {
            (ConfigurationPath, false) => WriteAsync(context, StatusCodes.Status200OK, WriteConfiguration),
            (KeysPath, false) => WriteAsync(context, StatusCodes.Status200OK, WriteKeys),
            (TokenPath, true) => IssueAsync(context),
            _ => RefuseAsync(context, StatusCodes.Status404NotFound, "invalid_request", $"There is nothing at {path}."),
        };
    }

    // RFC 6749, 4.4: client credentials, without credentials.
    private async Task IssueAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "invalid_request", "The body must be a form.");
            return;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (subject, lifetime) = ($"{form["sub"]}", TokenRequest.DefaultLifetime);
        if (subject.Length == 0)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "invalid_request", "sub is missing: whom the token is about.");
            return;
        }

        if (form.TryGetValue("expires_in", out var given))
        {
            if (!int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                || seconds < 1 || seconds > TokenRequest.MaxLifetime.TotalSeconds)
            {
                await RefuseAsync(context, StatusCodes.Status400BadRequest, "invalid_request",
                    $"expires_in must be seconds from 1 to {TokenRequest.MaxLifetime.TotalSeconds:0}; got '{given}'.");
                return;
            }

            lifetime = TimeSpan.FromSeconds(seconds);
        }

        var scopes = $"{form["scope"]}".Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var token = Issue(new TokenRequest(subject, scopes, lifetime));
        await WriteAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteString("access_token", token);
            json.WriteString("token_type", "Bearer");
            json.WriteNumber("expires_in", (long)lifetime.TotalSeconds);
            json.WriteString("scope", string.Join(' ', scopes));
        });
    }

    private void WriteConfiguration(Utf8JsonWriter json)
    {
        json.WriteString("issuer", Name);
        json.WriteString("jwks_uri", $"{Name}{KeysPath}");
        json.WriteString("token_endpoint", $"{Name}{TokenPath}");
        WriteList(json, "grant_types_supported", "client_credentials");
        WriteList(json, "id_token_signing_alg_values_supported", "RS256");
        WriteList(json, "response_types_supported", "token");
        WriteList(json, "subject_types_supported", "public");
    }

    private void WriteKeys(Utf8JsonWriter json)
    {
        var key = _signer.PublicKey;
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

    private static void WriteList(Utf8JsonWriter json, string name, string only)
    {
        json.WriteStartArray(name);
        json.WriteStringValue(only);
        json.WriteEndArray();
    }

    private static Task RefuseAsync(HttpContext context, int status, string error, string description) =>
        WriteAsync(context, status, json =>
        {
            json.WriteString("error", error);
            json.WriteString("error_description", description);
        });

    private static async Task WriteAsync(HttpContext context, int status, Action<Utf8JsonWriter> members)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentLength = body.WrittenCount;
        await context.Response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted);
    }
}
