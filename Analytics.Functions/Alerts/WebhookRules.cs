using System.Net;
using Analytics.Core.Wire;

namespace Analytics.Functions.Alerts;

/// <summary>Which URLs may receive notices of alerts. Immutable and thread-safe.</summary>
/// <remarks>
/// A caller who sets alerts chooses where the function sends requests, so it must not reach what only the function can reach (server-side
/// request forgery). The address that a host name stands for is checked when the connection is made.
/// </remarks>
/// <param name="allowsPrivate">
/// Whether receivers may be in private networks and on this machine. Only then may a URL have the scheme <c>http</c>, and only to this
/// machine.
/// </param>
internal sealed class WebhookRules(bool allowsPrivate)
{
    /// <summary>Maximum length of a URL, in characters.</summary>
    public const int MaxLength = 2000;

    private const string Field = "webhook";
    private const string Hidden = "/…";

    /// <summary>A URL as answers show it: without its path and query, which often are a password.</summary>
    public static string Shown(string url) => $"{new Uri(url).GetLeftPart(UriPartial.Authority)}{Hidden}";

    /// <summary>Reads the field <c>webhook</c>. The shortened URL of an answer keeps the stored one.</summary>
    /// <param name="fields">The fields of the alert.</param>
    /// <param name="before">The stored URL; null if there is none.</param>
    /// <returns>The URL; null for none.</returns>
    public string? Read(JsonFields fields, string? before)
    {
        if (fields.Text(Field) is not { } text)
        {
            return null;
        }

        if (before is not null && text == Shown(before))
        {
            return before;
        }

        if (FaultOf(text) is { } fault)
        {
            fields.Refuse(Field, fault);
        }

        return text;
    }

    /// <summary>Whether a connection to an address may be made for a URL.</summary>
    public bool Allows(Uri url, IPAddress address) =>
        url.Scheme == Uri.UriSchemeHttps ? allowsPrivate || PublicAddress.IsPublic(address)
        : allowsPrivate && IPAddress.IsLoopback(address);

    private string? FaultOf(string text)
    {
        if (text.Length > MaxLength || !Uri.TryCreate(text, UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp) || url.Host.Length == 0)
        {
            return $"must be a URL of at most {MaxLength:N0} characters, as https://shop.example/alerts";
        }

        if (url.UserInfo.Length > 0 || url.Fragment.Length > 0 || text.EndsWith(Hidden, StringComparison.Ordinal))
        {
            return text.EndsWith(Hidden, StringComparison.Ordinal)
                ? "must be the whole URL; a shortened one is accepted only for the URL that is stored already"
                : "must have neither a user nor a fragment";
        }

        var isLoopback = IPAddress.TryParse(url.Host.Trim('[', ']'), out var address)
            ? IPAddress.IsLoopback(address)
            : url.Host == "localhost";
        return url.Scheme == Uri.UriSchemeHttp && !(allowsPrivate && isLoopback)
            ? allowsPrivate ? "must begin with https, or with http for a receiver on this machine" : "must begin with https"
            : !allowsPrivate && (isLoopback || (address is not null && !PublicAddress.IsPublic(address)))
            ? "must not be an address of a private network"
            : null;
    }
}
