using System.CommandLine;
using System.CommandLine.Parsing;
using Analytics.Cli.Tables;
using Analytics.Local;

namespace Analytics.Cli.Up;

/// <summary>Parses the arguments of <c>up</c>.</summary>
internal sealed class UpCommand : Command
{
    private readonly Option<DirectoryInfo?> _data = new("--data")
    {
        Description = "Where tables and checkpoints are kept (default: .local beside the template; .local-demo with --demo)",
        HelpName = "DIR",
    };

    private readonly Option<bool> _ephemeral = new("--ephemeral") { Description = "Keep nothing: start empty, leave nothing" };

    private readonly Option<FileInfo?> _template = new("--template")
    {
        Description = "The description of the system (default: template.yaml)",
        HelpName = "FILE",
    };

    private readonly Option<DirectoryInfo?> _functions = new("--functions")
    {
        Description = "The published functions (default: where ./run publishes them)",
        HelpName = "DIR",
    };

    private readonly Option<int> _apiPort = Port("--api-port", 3000, "Where the HTTP API listens; 0 for any free port");
    private readonly Option<int> _dashboardPort = Port(
        "--dashboard-port", 3001, "Where the page with the dashboards listens; 0 for any free port");
    private readonly Option<int> _dynamoDbPort = Port("--dynamodb-port", 0, "Where the DynamoDB emulator listens; 0 for any free port");
    private readonly Option<int> _kinesisPort = Port("--kinesis-port", 0, "Where the Kinesis emulator listens; 0 for any free port");
    private readonly Option<int> _cloudWatchPort = Port(
        "--cloudwatch-port", 0, "Where the CloudWatch endpoint listens; 0 for any free port");
    private readonly Option<Uri?> _dynamoDbEndpoint = Endpoint(
        "--dynamodb-endpoint", "Use this DynamoDB (with streams) and start no emulator");
    private readonly Option<Uri?> _kinesisEndpoint = Endpoint("--kinesis-endpoint", "Use this Kinesis and start no emulator");

    private readonly Option<string[]> _parameters = new("--parameter")
    {
        Description = "A value for a parameter of the template; may be given several times",
        HelpName = "NAME=VALUE",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<LocalAccess?> _access = new("--access")
    {
        Description = "Who may call the API: open, jwt or iam, as the template's parameter Access (default: open, on this machine only)",
        HelpName = "ACCESS",
        CustomParser = result =>
        {
            if (Enum.GetNames<LocalAccess>().FirstOrDefault(name => name.Equals(result.Tokens[0].Value, StringComparison.OrdinalIgnoreCase))
                is { } name)
            {
                return Enum.Parse<LocalAccess>(name);
            }

            result.AddError($"--access must be open, jwt or iam; was '{result.Tokens[0].Value}'.");
            return null;
        },
    };

    private readonly Option<int> _issuerPort = Port(
        "--issuer-port", 3002, "Where the issuer of tokens listens with --access jwt; 0 for any free port");

    private readonly Option<string?> _stackName = new("--stack-name")
    {
        Description = "The name of the stack, which table and stream names begin with",
        HelpName = "NAME",
    };

    private readonly Option<bool> _demo = new("--demo") { Description = "A small shop places orders and shows the totals" };
    private readonly Option<int?> _seed =
        new("--seed") { Description = "What the demo's orders are drawn from (default: a new one)", HelpName = "N" };
    private readonly Option<bool> _deliverTwice =
        new("--deliver-twice") { Description = "Deliver every batch of both sources twice, to see that it counts once" };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Leave out the logs of functions and emulators" };

    /// <param name="run">Executes the parsed options and returns the exit code.</param>
    public UpCommand(Func<UpOptions, Task<int>> run)
        : base("up", "Brings the whole system up and keeps it up until Ctrl-C (the default command).")
    {
        _parameters.Validators.Add(EachIsNameAndValue);
        _seed.Validators.Add(OnlyWithDemo);
        _ephemeral.Validators.Add(NotWithData);
        _access.Validators.Add(NotTwice);
        foreach (var option in new Option[]
                 {
                     _ephemeral, _data, _apiPort, _dashboardPort, _dynamoDbPort, _kinesisPort, _cloudWatchPort, _dynamoDbEndpoint,
                     _kinesisEndpoint,
                     _template, _functions, _parameters, _access, _issuerPort, _stackName, _demo, _seed, _deliverTwice, _quiet,
                 })
        {
            Add(option);
        }

        _stackName.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !LocalStackOptions.IsStackName(token.Value))
            {
                result.AddError($"--stack-name must be 1 to 128 letters, digits and -, beginning with a letter; was '{token.Value}'.");
            }
        });
        SetAction((parsed, _) => run(Read(parsed)));
    }

    /// <summary>Reads the options from valid arguments.</summary>
    internal UpOptions Read(ParseResult parsed)
    {
        var project = LocalHomes.Project();
        var parameters = (parsed.GetValue(_parameters) ?? []).Select(Split).ToDictionary(pair => pair.Name, pair => pair.Value);
        return new UpOptions
        {
            ProjectDirectory = project,
            DataDirectory = parsed.GetValue(_data)?.FullName ?? LocalHomes.Of(project, parsed.GetValue(_demo)),
            Ephemeral = parsed.GetValue(_ephemeral),
            TemplateFile = parsed.GetValue(_template)?.FullName ?? Path.Combine(project, "template.yaml"),
            FunctionsDirectory = parsed.GetValue(_functions)?.FullName
                ?? Path.Combine(project, "artifacts", "publish", "Analytics.Functions", "release"),
            ApiPort = parsed.GetValue(_apiPort),
            DashboardPort = parsed.GetValue(_dashboardPort),
            DynamoDbPort = parsed.GetValue(_dynamoDbPort),
            KinesisPort = parsed.GetValue(_kinesisPort),
            CloudWatchPort = parsed.GetValue(_cloudWatchPort),
            DynamoDbEndpoint = parsed.GetValue(_dynamoDbEndpoint),
            KinesisEndpoint = parsed.GetValue(_kinesisEndpoint),
            Parameters = parameters,
            // The product's own template is closed by default, and a stack of this machine is open to it.
            Access = parsed.GetValue(_access)
                ?? (parsed.GetValue(_template) is null && !parameters.ContainsKey(AccessParameters.Access) ? LocalAccess.Open : null),
            IssuerPort = parsed.GetValue(_issuerPort),
            StackName = parsed.GetValue(_stackName) ?? UpOptions.DefaultStackName,
            Demo = parsed.GetValue(_demo),
            Seed = parsed.GetValue(_seed),
            DeliverTwice = parsed.GetValue(_deliverTwice),
            Quiet = parsed.GetValue(_quiet),
        };
    }

    private static Option<int> Port(string name, int otherwise, string description)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "PORT", DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var port) && port is >= 0 and <= 65_535))
            {
                result.AddError($"{name} must be a port from 0 to 65535; was '{token.Value}'.");
            }
        });
        return option;
    }

    private static Option<Uri?> Endpoint(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "URL",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            {
                return address;
            }

            result.AddError($"{name} must be an http or https address; was '{text}'.");
            return null;
        },
    };

    private static (string Name, string Value) Split(string text)
    {
        var mark = text.IndexOf('=', StringComparison.Ordinal);
        return (text[..mark], text[(mark + 1)..]);
    }

    private static void EachIsNameAndValue(OptionResult result)
    {
        var names = new HashSet<string>();
        foreach (var text in result.Tokens.Select(token => token.Value))
        {
            if (text.IndexOf('=', StringComparison.Ordinal) < 1)
            {
                result.AddError($"--parameter takes NAME=VALUE; was '{text}'.");
            }
            else if (!names.Add(Split(text).Name))
            {
                result.AddError($"--parameter {Split(text).Name} is given twice.");
            }
        }
    }

    private void NotTwice(OptionResult result)
    {
        if (!result.Implicit && (result.GetValue(_parameters) ?? []).Any(text => Split(text).Name == AccessParameters.Access))
        {
            result.AddError($"--access and --parameter {AccessParameters.Access} say the same: leave out one of them.");
        }
    }

    private void OnlyWithDemo(OptionResult result)
    {
        if (result.GetResult(_demo) is null or { Implicit: true })
        {
            result.AddError("--seed needs --demo: add --demo, or leave out --seed.");
        }
    }

    private void NotWithData(OptionResult result)
    {
        if (!result.Implicit && result.GetResult(_data) is { Implicit: false })
        {
            result.AddError("--ephemeral stores nothing, so --data has no use: leave out one of them.");
        }
    }
}
