using System.Security.Cryptography;
using Microsoft.AspNetCore.Routing;
using Scalar.AspNetCore;

namespace Analytics.Local.Web;

/// <summary>The page at <c>/reference/</c>, which shows <c>/openapi.json</c> and sends requests to the API beside it.</summary>
internal static class ReferencePage
{
    /// <summary>The path of the page.</summary>
    public const string Path = "/reference/";

    /// <summary>Adds the page to a site.</summary>
    public static void Map(IEndpointRouteBuilder site) =>
        site.MapScalarApiReference(Path.TrimEnd('/'), (options, context) =>
        {
            options.Title = "API reference";
            options.OpenApiRoutePattern = "/openapi.json";
            options.Servers = [new ScalarServer($"{context.Request.Scheme}://{context.Request.Host.ToUriComponent()}")];
            options.HideClientButton = true;
            options.Nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
            options.DefaultFonts = false;
            options.Telemetry = false;
            options.Agent = new ScalarAgentOptions { Disabled = true };
            options.Mcp = new ScalarMcpOptions { Disabled = true };
            options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
            context.Response.Headers.ContentSecurityPolicy = Policy(options.Nonce);
        });

    // Scalar starts with an inline script, which has the nonce, and sets styles of elements. Nothing is asked of other hosts.
    private static string Policy(string nonce) =>
        $"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; "
            + "form-action 'none'; frame-ancestors 'none'";
}
