using System.CommandLine;
using Analytics.Cli.Tables;
using Analytics.Cli.Up;
using Analytics.Local.Tokens;

namespace Analytics.Cli.Tokens;

/// <summary>Parses the arguments of <c>token</c>.</summary>
internal sealed class TokenCommand : Command
{
    private readonly Option<string> _customer = new("--customer")
    {
        Description = $"Whom the token is about (default: {AccessParameters.SomeCustomer})",
        HelpName = "ID",
        DefaultValueFactory = _ => AccessParameters.SomeCustomer,
    };

    private readonly Option<string[]> _scopes = new("--scope")
    {
        Description = "What the token allows, as orders:read; may be given several times (default: "
            + $"{string.Join(' ', AccessParameters.CustomerScopes)})",
        HelpName = "SCOPE",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [.. AccessParameters.CustomerScopes],
    };

    private readonly Option<int> _seconds = new("--seconds")
    {
        Description = "How long the token is valid (default: a day)",
        HelpName = "N",
        DefaultValueFactory = _ => (int)TokenRequest.DefaultLifetime.TotalSeconds,
    };

    private readonly Option<DirectoryInfo?> _data = new("--data")
    {
        Description = "The data directory of the running local stack (default: that of ./run, or of ./run --demo)",
        HelpName = "DIR",
    };

    /// <param name="run">Prints the token and returns the exit code.</param>
    public TokenCommand(Func<TokenOptions, CancellationToken, Task<int>> run)
        : base("token", "Prints a token for the local stack that runs with --access jwt.")
    {
        _customer.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value.Length: 0 }])
            {
                result.AddError("--customer must not be empty.");
            }
        });
        _scopes.Validators.Add(result =>
        {
            foreach (var scope in result.Tokens.Select(token => token.Value).Where(text => text.Length == 0 || text.Any(char.IsWhiteSpace)))
            {
                result.AddError($"--scope must be one scope without white space; was '{scope}'.");
            }
        });
        _seconds.Validators.Add(result =>
        {
            if (result.Tokens is [var token]
                && !(int.TryParse(token.Value, out var seconds) && seconds >= 1 && seconds <= TokenRequest.MaxLifetime.TotalSeconds))
            {
                result.AddError($"--seconds must be 1 to {TokenRequest.MaxLifetime.TotalSeconds:0}; was '{token.Value}'.");
            }
        });
        Add(_customer);
        Add(_scopes);
        Add(_seconds);
        Add(_data);
        SetAction((parsed, cancellationToken) => run(Read(parsed), cancellationToken));
    }

    /// <summary>Reads the options from valid arguments.</summary>
    internal TokenOptions Read(ParseResult parsed) => new(
        TableOptions.DataDirectory(parsed.GetValue(_data)),
        new TokenRequest(
            parsed.GetValue(_customer)!, parsed.GetValue(_scopes) ?? [], TimeSpan.FromSeconds(parsed.GetValue(_seconds))));
}
