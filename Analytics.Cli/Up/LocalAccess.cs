namespace Analytics.Cli.Up;

/// <summary>Who may call the local HTTP API: what <c>--access</c> says.</summary>
internal enum LocalAccess
{
    /// <summary>Every program of this machine.</summary>
    Open,

    /// <summary>Programs with a token of the local issuer, or of the issuer that <c>--parameter JwtIssuer=</c> names.</summary>
    Jwt,

    /// <summary>Programs that sign with AWS credentials. The local gateway cannot check signatures and does not start.</summary>
    Iam,
}
