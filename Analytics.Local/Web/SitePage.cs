using Analytics.Local.Tokens;

namespace Analytics.Local.Web;

/// <summary>The product's own page: static files that read the public API at the address that they are served from.</summary>
/// <param name="Directory">
/// The directory of its files: <c>index.html</c>, which the site shows at <c>/</c>, and those under <c>/page/</c>.
/// </param>
/// <param name="Dimensions">The dimensions by which the page filters and groups orders.</param>
public sealed record SitePage(string Directory, IReadOnlyList<string> Dimensions)
{
    /// <summary>The token with which the page reads an API that asks the local issuer's; null for none.</summary>
    public TokenRequest? Reader { get; init; }

    /// <summary>The paths of the API whose answers are streams. Default none.</summary>
    public IReadOnlyList<string> Streams { get; init; } = [];
}
