namespace Analytics.Local.Tokens;

/// <summary>Settings of the local issuer of tokens.</summary>
public sealed record TokenIssuerOptions
{
    /// <summary>The port on localhost; default 3002. 0 picks a free port.</summary>
    public int Port { get; init; } = 3002;

    /// <summary>For whom the tokens are meant (<c>aud</c>).</summary>
    public required string Audience { get; init; }

    /// <summary>The template's parameter that receives the issuer's address; null if none does.</summary>
    public string? IssuerParameter { get; init; }

    /// <summary>The template's parameter that receives the audience; null if none does.</summary>
    public string? AudienceParameter { get; init; }
}
