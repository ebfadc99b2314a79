using Amazon.Runtime;
using Analytics.Cli.Demo;
using Analytics.Cli.Tables;
using Analytics.Cli.Terminal;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Local;
using Analytics.Local.Emulators;
using Analytics.Local.Hosting;
using Analytics.Local.Resources;
using Analytics.Local.Templates;
using Analytics.Local.Web;

namespace Analytics.Cli.Up;

/// <summary>Runs <c>up</c> until the last child process has ended.</summary>
internal static class UpSession
{
    /// <summary>Starts the system and returns after a signal or if the system cannot start.</summary>
    /// <returns><see cref="ExitCode.Success"/> after a signal, <see cref="ExitCode.Failure"/> for an external problem.</returns>
    public static async Task<int> RunAsync(UpOptions options, TextWriter output, TextWriter error, TimeProvider time)
    {
        var log = new TerminalLog(
            output, colour: !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));
        // The host's child processes end with this one, however it ends.
        using var interruption = new Interruption(() => Environment.Exit(ExitCode.Forced));
        try
        {
            await using var stack = await LocalStack.StartAsync(StackOptions(options, log, time), interruption.Token);
            Greet(stack, options, log);
            await StayAsync(stack, options, log, time, interruption.Token);
            log.Say("stopping; once more to leave at once");
            return ExitCode.Success;
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            return ExitCode.Success;
        }
        catch (Exception failure) when (IsForTheUser(failure))
        {
            await error.WriteLineAsync(failure.Message);
            return ExitCode.Failure;
        }
        catch (Exception failure) when (failure is AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            var (dynamoDb, kinesis) = (
                options.DynamoDbEndpoint?.ToString() ?? "the emulator", options.KinesisEndpoint?.ToString() ?? "the emulator");
            await error.WriteLineAsync(
                $"DynamoDB ({dynamoDb}) or Kinesis ({kinesis}) did not answer as expected: {failure.Message} "
                    + "Check that --dynamodb-endpoint and --kinesis-endpoint, if given, name running services.");
            return ExitCode.Failure;
        }
    }

    private static LocalStackOptions StackOptions(UpOptions options, TerminalLog log, TimeProvider time) => new()
    {
        StackName = options.StackName,
        Page = new SitePage(LocalHomes.PageFiles(options.ProjectDirectory), DimensionsOf(options))
        {
            Reader = AccessParameters.OfBackOffice(),
        },
        TemplatePath = options.TemplateFile,
        CodeDirectory = options.FunctionsDirectory,
        NodeModulesDirectory = Path.Combine(options.ProjectDirectory, "node_modules"),
        Log = options.Quiet ? new QuietLog(log) : log,
        Random = new Random((int)(time.GetUtcNow().Ticks % int.MaxValue)),
        DataDirectory = options.Ephemeral ? null : options.DataDirectory,
        // An ephemeral stack stores nothing else there, but other commands look there for a running stack.
        EndpointsFile = options.Ephemeral ? Path.Combine(options.DataDirectory, "endpoints.json") : null,
        ApiPort = options.ApiPort,
        DashboardPort = options.DashboardPort,
        DynamoDbPort = options.DynamoDbPort,
        KinesisPort = options.KinesisPort,
        CloudWatchPort = options.CloudWatchPort,
        DynamoDbEndpoint = options.DynamoDbEndpoint,
        KinesisEndpoint = options.KinesisEndpoint,
        DeliverTwice = options.DeliverTwice,
        ParameterOverrides = AccessParameters.AddTo(Parameters(options), options.Access),
        TokenIssuer = AccessParameters.IssuerOf(options),
        TimeProvider = time,
        CurrencyDecimals = Currency.All.ToDictionary(currency => currency.Code, currency => currency.Exponent),
    };

    // A wrong list is reported by the functions, which read it, too; the page then has the dimensions that there always are.
    private static IReadOnlyList<string> DimensionsOf(UpOptions options)
    {
        try
        {
            return OrderDimensions.Parse(options.Parameters.GetValueOrDefault("Dimensions", "")).Names;
        }
        catch (FormatException)
        {
            return OrderDimensions.Default.Names;
        }
    }

    // Receivers of alerts may be on this machine, the page learns what is new, and the demo's dashboards show its best sellers separately.
    private static Dictionary<string, string> Parameters(UpOptions options)
    {
        var parameters = new Dictionary<string, string>(options.Parameters);
        if (IsOwnTemplate(options))
        {
            parameters.TryAdd("PrivateWebhooks", "true");
            parameters.TryAdd("Live", "iam");
            AccessParameters.AddPage(parameters, options);
        }

        if (options.Demo && IsOwnTemplate(options))
        {
            parameters.TryAdd("MetricItems", string.Join(',', ShopCatalogue.Items.Take(10).Select(item => item.Sku)));
        }

        return parameters;
    }

    // The demo's past and its metrics need the tables and parameters of the product's own template.
    private static bool IsOwnTemplate(UpOptions options) =>
        options.TemplateFile == Path.Combine(options.ProjectDirectory, "template.yaml");

    private static void Greet(LocalStack stack, UpOptions options, TerminalLog log)
    {
        var endpoints = stack.Endpoints;
        var data = options.Ephemeral ? null : Path.GetRelativePath(Environment.CurrentDirectory, options.DataDirectory);
        var services = new List<(string, Uri)> { ("dynamodb", endpoints.DynamoDb), ("kinesis", endpoints.Kinesis),
            ("cloudwatch", endpoints.CloudWatch) };
        if (endpoints.Dashboards is { } dashboards)
        {
            services.Insert(0, ("page", dashboards));
            services.Insert(1, ("dashboards", new Uri(dashboards, "dashboards/")));
        }

        if (endpoints.Issuer is { } issuer)
        {
            services.Add(("issuer", issuer));
            if (endpoints.Api is { } api && IsOwnTemplate(options) && AccessParameters.ServesPage(options))
            {
                // The page as it is deployed, which asks its viewer to sign in.
                services.Add(("sign-in", new Uri(api, "/")));
            }
        }

        var tokens = stack.IssueToken(AccessParameters.OfSomeCustomer()) is { } customer
            && stack.IssueToken(AccessParameters.OfBackOfficeForADay()) is { } backOffice ? new ReadyTokens(customer, backOffice) : null;
        foreach (var line in ReadyText.Lines(endpoints.Api, services, data, tokens))
        {
            log.Say(line);
        }
    }

    private static async Task StayAsync(
        LocalStack stack, UpOptions options, TerminalLog log, TimeProvider time, CancellationToken stop)
    {
        var endpoints = stack.Endpoints;
        if (options.Demo)
        {
            var api = endpoints.Api ?? throw new DemoException("The demo needs an HTTP API, and the template has none.");
            var say = (string line) => log.Write("demo", line);
            if (IsOwnTemplate(options))
            {
                await DemoPast.FillAsync(endpoints, options.DataDirectory, time, say, stop);
            }

            var token = stack.IssueToken(AccessParameters.OfBackOffice());
            if (token is null && AccessParameters.NeedsTokens(options))
            {
                throw new DemoException("The demo needs tokens, and only the local issuer gives it some: leave out the parameter "
                    + "JwtIssuer, or give --access open.");
            }

            // Before trade begins: both would take the processor from each other, and a page that is opened now would sum the past again.
            await DemoPast.SumAsync(api, token, time, stop);
            await DemoSession.RunAsync(api, token, options.Seed, time, say, stop);
            return;
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // The messages of these exceptions are complete. Any other exception is a bug, and its stack trace is needed.
    private static bool IsForTheUser(Exception failure) => failure is TemplateException or EmulatorException or ProvisioningException
        or NotSupportedException
        or PortTakenException or DataDirectoryInUseException or DemoException or IOException or UnauthorizedAccessException;
}
