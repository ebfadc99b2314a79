namespace Analytics.Local.Tokens;

/// <summary>What a token of the local issuer says.</summary>
/// <param name="Subject">Whom it is about (<c>sub</c>).</param>
/// <param name="Scopes">What it allows (<c>scope</c>).</param>
/// <param name="Lifetime">How long it is valid; more than zero.</param>
public sealed record TokenRequest(string Subject, IReadOnlyList<string> Scopes, TimeSpan Lifetime)
{
    /// <summary>The longest lifetime of a token.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(365);

    /// <summary>The lifetime of a token whose request names none.</summary>
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromHours(24);

    /// <summary>The lifetime that the sign-in page proposes.</summary>
    public static readonly TimeSpan SignInLifetime = TimeSpan.FromHours(1);
}
