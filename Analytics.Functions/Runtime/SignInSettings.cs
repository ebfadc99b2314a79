namespace Analytics.Functions.Runtime;

/// <summary>How the page signs its viewers in, where the API takes tokens.</summary>
/// <param name="Issuer">The issuer of the tokens: the template's parameter <c>JwtIssuer</c>.</param>
/// <param name="ClientId">The id under which the issuer knows the page: the template's parameter <c>PageClientId</c>.</param>
/// <param name="Scopes">The scopes that the page asks for, with spaces between: the template's parameter <c>PageScopes</c>.</param>
public sealed record SignInSettings(string Issuer, string ClientId, string Scopes);
