using Analytics.Local.Tokens;

namespace Analytics.Cli.Up;

/// <summary>Turns <c>--access</c> into parameters of the template, and names the tokens of a local shop.</summary>
internal static class AccessParameters
{
    /// <summary>The parameter that says who may call the API.</summary>
    public const string Access = "Access";

    /// <summary>A customer of the local shop, to whom a printed token belongs.</summary>
    public const string SomeCustomer = "me";

    private const string Issuer = "JwtIssuer";
    private const string Audience = "JwtAudience";
    private const string Page = "Page";
    private const string On = "on";
    private const string PageClient = "PageClientId";
    private const string LocalAudience = "order-analytics";
    private const string LocalPageClient = "page";
    private const string BackOffice = "back-office";

    /// <summary>What a customer of the shop may do.</summary>
    public static readonly IReadOnlyList<string> CustomerScopes = ["orders:read", "orders:write"];

    /// <summary>What the shop's own programs may do.</summary>
    public static readonly IReadOnlyList<string> BackOfficeScopes = ["aggregates:read", "aggregates:write", "orders:admin"];

    /// <summary>Adds the parameters that <c>--access</c> sets.</summary>
    public static IReadOnlyDictionary<string, string> AddTo(IReadOnlyDictionary<string, string> parameters, LocalAccess? access) =>
        access is not { } chosen ? parameters
            : new Dictionary<string, string>(parameters)
            {
                [Access] = chosen == LocalAccess.Open ? "Open" : $"{chosen}".ToUpperInvariant(),
            };

    /// <summary>Whether the API asks for tokens.</summary>
    public static bool NeedsTokens(UpOptions options) => AddTo(options.Parameters, options.Access).GetValueOrDefault(Access) == "JWT";

    /// <summary>The issuer to start; null if no tokens are asked for, or another issuer is named.</summary>
    public static TokenIssuerOptions? IssuerOf(UpOptions options) =>
        options.Access != LocalAccess.Jwt || options.Parameters.ContainsKey(Issuer) ? null : new TokenIssuerOptions
        {
            Port = options.IssuerPort,
            Audience = options.Parameters.GetValueOrDefault(Audience)?.Split(',')[0] ?? LocalAudience,
            IssuerParameter = Issuer,
            AudienceParameter = options.Parameters.ContainsKey(Audience) ? null : Audience,
        };

    /// <summary>
    /// Sets the parameters with which the API itself serves the page, as when it is deployed, where the local issuer signs its viewers in.
    /// </summary>
    public static void AddPage(Dictionary<string, string> parameters, UpOptions options)
    {
        if (IssuerOf(options) is not null)
        {
            parameters.TryAdd(Page, On);
            parameters.TryAdd(PageClient, LocalPageClient);
        }
    }

    /// <summary>Whether the API itself serves the page, and the local issuer signs its viewers in.</summary>
    public static bool ServesPage(UpOptions options) =>
        IssuerOf(options) is not null && options.Parameters.GetValueOrDefault(Page, On) == On;

    /// <summary>A token of the shop's own programs that outlives the stack.</summary>
    public static TokenRequest OfBackOffice() => new(BackOffice, BackOfficeScopes, TokenRequest.MaxLifetime);

    /// <summary>A token of the shop's own programs, to print.</summary>
    public static TokenRequest OfBackOfficeForADay() => new(BackOffice, BackOfficeScopes, TokenRequest.DefaultLifetime);

    /// <summary>A token of a customer, to print.</summary>
    public static TokenRequest OfSomeCustomer() => new(SomeCustomer, CustomerScopes, TokenRequest.DefaultLifetime);
}
