namespace Analytics.Functions.Callers;

/// <summary>The scopes of tokens that the functions look at. The routes ask for the others; see <c>docs/security.md</c>.</summary>
public static class Scopes
{
    /// <summary>The back office: the orders of every customer.</summary>
    public const string Admin = "orders:admin";

    /// <summary>Prices, discounts, shipping and tax of an order, where the catalogue has them otherwise.</summary>
    public const string SetPrices = "prices:write";

    // API Gateway hands a list over as its values in brackets.
    private static readonly char[] Separators = [' ', '[', ']'];
    private static readonly string[] ClaimsOfScopes = ["scope", "scp"];

    /// <summary>The scopes in the claims of a token: those of <c>scope</c> and of <c>scp</c>.</summary>
    public static IReadOnlyList<string> Of(IDictionary<string, string> claims) =>
    [
        .. ClaimsOfScopes.SelectMany(name => claims.TryGetValue(name, out var scopes)
            ? scopes.Split(Separators, StringSplitOptions.RemoveEmptyEntries) : []),
    ];
}
