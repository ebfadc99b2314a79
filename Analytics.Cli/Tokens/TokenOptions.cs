using Analytics.Local.Tokens;

namespace Analytics.Cli.Tokens;

/// <summary>Options of <c>token</c>.</summary>
/// <param name="DataDirectory">The data directory of the running local stack.</param>
/// <param name="Request">What the token says.</param>
internal sealed record TokenOptions(string DataDirectory, TokenRequest Request);
