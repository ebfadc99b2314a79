using System.CommandLine;
using Analytics.Cli.Tables;
using Analytics.Cli.Tokens;
using Analytics.Core.Wire;

namespace Analytics.Cli.Page;

/// <summary>Parses the arguments of <c>page</c>.</summary>
internal sealed class PageCommand : Command
{
    /// <summary>The option that names the port of the page.</summary>
    public const string PortOption = "--port";

    /// <param name="run">Serves the page until a signal, and returns the exit code.</param>
    public PageCommand(Func<PageOptions, Task<int>> run)
        : base("page", "Serves the page on this machine for an API that is deployed, until Ctrl-C.")
    {
        var api = new ApiTargetOptions(this);
        var port = new Option<int>(PortOption)
        {
            Description = "Where the page listens; 0 for any free port", HelpName = "PORT", DefaultValueFactory = _ => 3003,
        };
        port.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var number) && number is >= 0 and <= 65_535))
            {
                result.AddError($"{PortOption} must be a port from 0 to 65535; was '{token.Value}'.");
            }
        });
        var dimensions = new Option<OrderDimensions>("--dimensions")
        {
            Description = "The further dimensions of the shop's orders, by comma: the template's parameter Dimensions",
            HelpName = "NAMES",
            DefaultValueFactory = _ => OrderDimensions.Default,
            CustomParser = result =>
            {
                try
                {
                    return OrderDimensions.Parse(result.Tokens[0].Value);
                }
                catch (FormatException wrong)
                {
                    result.AddError($"--dimensions: {wrong.Message}");
                    return OrderDimensions.Default;
                }
            },
        };
        var data = new Option<DirectoryInfo?>("--data")
        {
            Description = "The data directory of the running local stack (default: that of ./run, or of ./run --demo)", HelpName = "DIR",
        };
        Add(port);
        Add(dimensions);
        Add(data);
        SetAction((parsed, _) => run(new PageOptions(
            api.Api(parsed), TableOptions.DataDirectory(parsed.GetValue(data)), parsed.GetValue(port), parsed.GetValue(dimensions)!.Names)
        {
            TokenFile = api.TokenFile(parsed),
        }));
    }
}
