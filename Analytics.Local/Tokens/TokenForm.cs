using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Analytics.Local.Tokens;

/// <summary>Reads the forms with which programs and the sign-in page ask the issuer for tokens.</summary>
internal static class TokenForm
{
    /// <summary>Reads the form of a request; null if there is none, which is the answer then.</summary>
    public static async Task<IFormCollection?> ReadAsync(HttpContext context)
    {
        if (context.Request.HasFormContentType)
        {
            return await context.Request.ReadFormAsync(context.RequestAborted);
        }

        await IssuerResponse.RefuseAsync(context, StatusCodes.Status400BadRequest, "invalid_request", "The body must be a form.");
        return null;
    }

    /// <summary>Reads what a token is to say; null if that cannot be, which is the answer then.</summary>
    public static async Task<TokenRequest?> TokenAsync(HttpContext context, IFormCollection form)
    {
        var (subject, lifetime) = ($"{form["sub"]}", TokenRequest.DefaultLifetime);
        if (subject.Length == 0)
        {
            await IssuerResponse.RefuseAsync(
                context, StatusCodes.Status400BadRequest, "invalid_request", "sub is missing: whom the token is about.");
            return null;
        }

        if (form.TryGetValue("expires_in", out var given))
        {
            if (!int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                || seconds < 1 || seconds > TokenRequest.MaxLifetime.TotalSeconds)
            {
                await IssuerResponse.RefuseAsync(context, StatusCodes.Status400BadRequest, "invalid_request",
                    $"expires_in must be seconds from 1 to {TokenRequest.MaxLifetime.TotalSeconds:0}; got '{given}'.");
                return null;
            }

            lifetime = TimeSpan.FromSeconds(seconds);
        }

        var scopes = string.Join(' ', form["scope"].ToArray()).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new TokenRequest(subject, scopes, lifetime);
    }
}
