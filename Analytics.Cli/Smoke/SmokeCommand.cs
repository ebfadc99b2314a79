using System.CommandLine;
using Analytics.Cli.Tables;
using Analytics.Cli.Tokens;

namespace Analytics.Cli.Smoke;

/// <summary>Parses the arguments of <c>smoke</c>.</summary>
internal sealed class SmokeCommand : Command
{
    private const int MaxSeconds = 900;

    /// <param name="run">Tries the system and returns the exit code.</param>
    public SmokeCommand(Func<SmokeOptions, CancellationToken, Task<int>> run)
        : base("smoke",
            "Places one marked order, waits until it is counted, and cancels it, to see that the system works from end to end. Exit code: "
            + "0 it works, 1 it does not.")
    {
        var stack = new Option<string?>("--stack")
        {
            Description = "The name of a deployed stack, found with the usual AWS configuration", HelpName = "NAME",
        };
        var api = new ApiTargetOptions(this);
        var sign = new Option<bool>("--sign")
        {
            Description = "Sign requests to --api with the usual AWS configuration, as Access=IAM asks for",
        };
        var timeout = new Option<int>("--timeout")
        {
            Description = "How many seconds to wait until a change is counted (default: 60)", HelpName = "SECONDS",
            DefaultValueFactory = _ => 60,
        };
        var data = new Option<DirectoryInfo?>("--data")
        {
            Description = "The data directory of the running local stack (default: that of ./run, or of ./run --demo)", HelpName = "DIR",
        };
        var yes = new Option<bool>("--yes") { Description = "Do not ask before placing the order" };
        var json = new Option<bool>("--json") { Description = "Print JSON; needs --yes" };
        Add(stack);
        Add(sign);
        Add(timeout);
        Add(data);
        Add(yes);
        Add(json);
        timeout.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var seconds) && seconds is >= 1 and <= MaxSeconds))
            {
                result.AddError($"--timeout must be 1 to {MaxSeconds} seconds; was '{token.Value}'.");
            }
        });
        Validators.Add(result =>
        {
            if (result.GetValue(stack) is not null && result.GetResult("--api") is not null)
            {
                result.AddError("--stack and --api both name an API: leave out one of them.");
            }

            if (result.GetValue(sign) && (result.GetResult("--api") is null || result.GetResult("--token-file") is not null))
            {
                result.AddError("--sign goes with --api and without --token-file; requests to a --stack are signed if it asks for that.");
            }

            if (result.GetValue(json) && !result.GetValue(yes))
            {
                result.AddError("--json needs --yes: a question would not be JSON.");
            }
        });
        SetAction((parsed, cancellationToken) => run(
            new SmokeOptions
            {
                Stack = parsed.GetValue(stack),
                Api = api.Api(parsed),
                TokenFile = api.TokenFile(parsed),
                Sign = parsed.GetValue(sign),
                DataDirectory = TableOptions.DataDirectory(parsed.GetValue(data)),
                Timeout = TimeSpan.FromSeconds(parsed.GetValue(timeout)),
                Yes = parsed.GetValue(yes),
                Json = parsed.GetValue(json),
            },
            cancellationToken));
    }
}
