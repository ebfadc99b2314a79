namespace Analytics.Local.Gateway;

/// <summary>A token that an authorizer accepted.</summary>
/// <param name="Claims">Its claims as text, as API Gateway hands them to a function.</param>
/// <param name="Scopes">Its scopes.</param>
public sealed record AcceptedToken(IReadOnlyList<KeyValuePair<string, string>> Claims, IReadOnlyList<string> Scopes)
{
    /// <summary>Those of its scopes that the route asks for; null if the route asks for none.</summary>
    public IReadOnlyList<string>? Granted { get; init; }
}
