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
/// The gateway reads its documents as API Gateway reads those of an issuer (OpenID Connect Discovery 1.0). Programs ask for any token; a
/// web page of this machine gets one when its user signs in (authorization code with PKCE). Its key is new with every start, so tokens of
/// an earlier start are refused.
/// </remarks>
internal sealed class TokenIssuer : IAsyncDisposable
{
    public const string PortOption = "--issuer-port";

    /// <summary>Where tokens are asked for.</summary>
    public const string TokenPath = "/token";

    /// <summary>Where a browser is sent to sign in.</summary>
    public const string AuthorizePath = "/authorize";

    private const int MaxRequestBytes = 16 * 1024;

    // For OpenID Connect, an ID token.
    private const string OpenId = "openid";

    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RefreshLifetime = TimeSpan.FromDays(30);

    private static readonly string[] Hosts = ["localhost", "127.0.0.1", "[::1]"];

    private readonly WebApplication _application;
    private readonly TokenSigner _signer;
    private readonly OneTimeValues<SignInGrant> _codes;
    private readonly OneTimeValues<SignInGrant> _refreshes;

    private TokenIssuer(WebApplication application, int port, string audience, TimeProvider time)
    {
        _application = application;
        Address = new Uri($"http://localhost:{port}");
        _signer = new TokenSigner(Name, audience, time);
        (_codes, _refreshes) = (new(CodeLifetime, time), new(RefreshLifetime, time));
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
        var origin = $"{request.Headers.Origin}";
        // A page that points its own host name at this address (DNS rebinding) gets nothing.
        if (!Hosts.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase) || (origin.Length > 0 && !MayAsk(path, origin, request)))
        {
            return IssuerResponse.RefuseAsync(
                context, StatusCodes.Status403Forbidden, "access_denied", "The issuer serves programs and pages of this machine only.");
        }

        return (path, HttpMethods.IsPost(request.Method)) switch
        {
            (IssuerDocuments.ConfigurationPath, false) => IssuerResponse.WriteAsync(
                context, StatusCodes.Status200OK, json => IssuerDocuments.WriteConfiguration(json, Name)),
            (IssuerDocuments.KeysPath, false) => IssuerResponse.WriteAsync(
                context, StatusCodes.Status200OK, json => IssuerDocuments.WriteKeys(json, _signer.PublicKey)),
            (AuthorizePath, false) => ShowSignInAsync(context),
            (AuthorizePath, true) => SignInAsync(context),
            (TokenPath, true) => IssueAsync(context, origin),
            _ => IssuerResponse.RefuseAsync(context, StatusCodes.Status404NotFound, "invalid_request", $"There is nothing at {path}."),
        };
    }

    // The form of the sign-in page may be sent by that page only. Codes are redeemed by pages of this machine.
    private static bool MayAsk(string? path, string origin, HttpRequest request) => path switch
    {
        AuthorizePath => origin == $"{request.Scheme}://{request.Host.ToUriComponent()}",
        TokenPath => AuthorizationRequest.OriginOf(origin) == origin,
        _ => false,
    };

    private static Task ShowSignInAsync(HttpContext context)
    {
        var (request, refusal, back) = AuthorizationRequest.Read(name => $"{context.Request.Query[name]}");
        return request is null ? RefuseSignInAsync(context, refusal!, back) : WritePageAsync(context, request);
    }

    private async Task SignInAsync(HttpContext context)
    {
        if (await TokenForm.ReadAsync(context) is not { } form)
        {
            return;
        }

        // Each scope that is checked is a value of its own.
        var (request, refusal, back) = AuthorizationRequest.Read(
            name => name == "scope" ? string.Join(' ', form[name].ToArray()) : $"{form[name]}");
        if (request is null)
        {
            await RefuseSignInAsync(context, refusal!, back);
        }
        else if ($"{form["answer"]}" != SignInPage.Allow)
        {
            SendBack(context, request.Back(Name, "error", "access_denied"));
        }
        else if (await TokenForm.TokenAsync(context, form) is { } token)
        {
            var code = _codes.Add(new SignInGrant(request, token, form["refresh"] == "on"));
            SendBack(context, request.Back(Name, "code", code));
        }
    }

    private static async Task RefuseSignInAsync(HttpContext context, string refusal, string? back)
    {
        if (back is null)
        {
            await IssuerResponse.RefuseAsync(context, StatusCodes.Status400BadRequest, "invalid_request", refusal);
        }
        else
        {
            SendBack(context, back);
        }
    }

    private static void SendBack(HttpContext context, string address)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = address;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
    }

    private static async Task WritePageAsync(HttpContext context, AuthorizationRequest request)
    {
        var headers = context.Response.Headers;
        headers.ContentType = "text/html; charset=utf-8";
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = SignInPage.PolicyFor(request);
        headers.XContentTypeOptions = "nosniff";
        // Without a referrer, a browser would not say that the form comes from this page.
        headers["Referrer-Policy"] = "same-origin";
        await context.Response.WriteAsync(SignInPage.HtmlFor(request), context.RequestAborted);
    }

    private async Task IssueAsync(HttpContext context, string origin)
    {
        if (origin.Length > 0)
        {
            (context.Response.Headers.AccessControlAllowOrigin, context.Response.Headers.Vary) = (origin, "Origin");
        }

        if (await TokenForm.ReadAsync(context) is not { } form)
        {
            return;
        }

        switch ($"{form["grant_type"]}")
        {
            case "authorization_code":
                await RedeemAsync(context, _codes.Take($"{form["code"]}"), form, origin, grant =>
                    grant.Asked.RedirectUri == form["redirect_uri"] && grant.IsVerifiedBy($"{form["code_verifier"]}"));
                break;
            case "refresh_token":
                await RedeemAsync(context, _refreshes.Take($"{form["refresh_token"]}"), form, origin, _ => true);
                break;
            case var _ when origin.Length > 0:
                await IssuerResponse.RefuseAsync(
                    context, StatusCodes.Status403Forbidden, "access_denied", "A page gets a token when its user signs in.");
                break;
            default:
                await IssueToProgramAsync(context, form);
                break;
        }
    }

    // RFC 6749, 4.1.3 and 6: what a page has got by a sign-in it redeems once, with what it alone knows.
    private async Task RedeemAsync(
        HttpContext context, SignInGrant? grant, IFormCollection form, string origin, Func<SignInGrant, bool> isProved)
    {
        if (grant is null || grant.Asked.ClientId != form["client_id"] || (origin.Length > 0 && grant.Asked.Origin != origin)
            || !isProved(grant))
        {
            await IssuerResponse.RefuseAsync(
                context, StatusCodes.Status400BadRequest, "invalid_grant",
                "It was redeemed before, has expired, or is of another sign-in.");
            return;
        }

        await IssuerResponse.WriteAsync(context, StatusCodes.Status200OK, json =>
        {
            WriteToken(json, grant.Token);
            if (grant.Token.Scopes.Contains(OpenId))
            {
                json.WriteString("id_token", _signer.IssueId(grant));
            }

            if (grant.IsRefreshable)
            {
                json.WriteString("refresh_token", _refreshes.Add(grant));
            }
        });
    }

    // RFC 6749, 4.4: client credentials, without credentials.
    private async Task IssueToProgramAsync(HttpContext context, IFormCollection form)
    {
        if (await TokenForm.TokenAsync(context, form) is { } token)
        {
            await IssuerResponse.WriteAsync(context, StatusCodes.Status200OK, json => WriteToken(json, token));
        }
    }

    private void WriteToken(Utf8JsonWriter json, TokenRequest token)
    {
        json.WriteString("access_token", Issue(token));
        json.WriteString("token_type", "Bearer");
        json.WriteNumber("expires_in", (long)token.Lifetime.TotalSeconds);
        json.WriteString("scope", string.Join(' ', token.Scopes));
    }
}
