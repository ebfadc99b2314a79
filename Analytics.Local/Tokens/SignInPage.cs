using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;

namespace Analytics.Local.Tokens;

/// <summary>The page on which a user of this machine signs in: no password, and a choice of what the token says.</summary>
internal static class SignInPage
{
    private const string Style = """
        :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; --text: #1d2329; --soft: #57616b; --line: #84898f;
          --ground: #f5f5f2; --surface: #fff; --accent: #1f5c99; --on-accent: #fff; color: var(--text); background: var(--ground); }
        @media (prefers-color-scheme: dark) { :root { --text: #e8e9e6; --soft: #a5adb5; --line: #7b838c; --ground: #14171a;
          --surface: #1c2024; --accent: #8bbbe8; --on-accent: #10181f; } }
        main { box-sizing: border-box; max-width: 30rem; margin: 8vh auto; padding: 1.5rem 1.75rem; border-radius: 12px;
          background: var(--surface); }
        h1 { margin: 0; font-size: 1.3rem; } p { margin: .4rem 0 1rem; color: var(--soft); } p b { overflow-wrap: anywhere; }
        fieldset { margin: 0 0 1rem; padding: .5rem .9rem; border: 1px solid var(--line); border-radius: 8px; }
        label { display: block; padding: .2rem 0; } .text { display: flex; gap: 1rem; align-items: center; margin-bottom: .6rem; }
        .text span { flex: 1; } .text input { width: 11rem; padding: .35rem .5rem; border: 1px solid var(--line); border-radius: 8px;
          font: inherit; color: inherit; background: var(--ground); }
        button { margin: .8rem .6rem 0 0; padding: .5rem 1.1rem; border: 1px solid var(--line); border-radius: 8px; font: inherit;
          color: inherit; background: none; cursor: pointer; }
        button.main { border-color: transparent; color: var(--on-accent); background: var(--accent); font-weight: 600; }
        """;

    private static readonly string StyleHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)));

    /// <summary>The policy of the page. A browser holds it against the redirect that answers the form, too.</summary>
    /// <param name="request">The request that the page is for.</param>
    public static string PolicyFor(AuthorizationRequest request) =>
        $"default-src 'none'; style-src 'sha256-{StyleHash}'; form-action 'self' {request.Origin}; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>The page's HTML.</summary>
    public static string HtmlFor(AuthorizationRequest request) => $"""
        <!doctype html>
        <html lang="en">
          <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Sign in to the local stack</title>
            <style>{Style}</style>
          </head>
          <body>
            <main>
              <h1>Sign in to the local stack</h1>
              <p><b>{Text(request.Origin)}</b> asks for a token. This issuer is for this machine only, so it asks for no password.</p>
              <form method="post" action="{TokenIssuer.AuthorizePath}">
                {string.Concat(request.Parameters.Select(Hidden))}
                <label class="text"><span>Sign in as (<code>sub</code>)</span><input name="sub" value="me" required></label>
                <fieldset>
                  <legend>Scopes</legend>
                  {string.Concat(request.Scopes.Select(Scope))}
                </fieldset>
                <label class="text"><span>Valid for (seconds)</span><input name="expires_in" type="number" min="1"
                  max="{TokenRequest.MaxLifetime.TotalSeconds:0}" value="{TokenRequest.SignInLifetime.TotalSeconds:0}" required></label>
                <label><input type="checkbox" name="refresh" value="on"> With a refresh token</label>
                <button class="main" name="answer" value="{Allow}">Sign in</button>
                <button name="answer" value="refuse">Refuse</button>
              </form>
            </main>
          </body>
        </html>
        """;

    /// <summary>The value of <c>answer</c> in the form of a user who signs in.</summary>
    public const string Allow = "allow";

    private static string Hidden((string Name, string Value) one) =>
        $"""<input type="hidden" name="{one.Name}" value="{Text(one.Value)}">""";

    private static string Scope(string scope) =>
        $"""<label><input type="checkbox" name="scope" value="{Text(scope)}" checked> {Text(scope)}</label>""";

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
