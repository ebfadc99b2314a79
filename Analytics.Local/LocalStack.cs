using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;
using Analytics.Local.CloudWatch;
using Analytics.Local.CloudWatch.Alarms;
using Analytics.Local.CloudWatch.Dashboards;
using Analytics.Local.CloudWatch.Embedded;
using Analytics.Local.Emulators;
using Analytics.Local.EventSources;
using Analytics.Local.EventSources.Mappings;
using Analytics.Local.Gateway;
using Analytics.Local.Hosting;
using Analytics.Local.Lambda;
using Analytics.Local.Metering;
using Analytics.Local.Resources;
using Analytics.Local.Schedules;
using Analytics.Local.Templates;
using Analytics.Local.Tokens;
using Analytics.Local.Web;

namespace Analytics.Local;

/// <summary>Runs the system that a template describes on this machine.</summary>
/// <remarks>
/// Start order: data directory, template, emulators, CloudWatch, tables and streams, functions, event source mappings, gateway.
/// Disposal stops them in reverse order and leaves no child process running.
/// </remarks>
[SuppressMessage("Naming", "CA1711", Justification = "What a template describes is called a stack.")]
public sealed class LocalStack : IAsyncDisposable
{
    private const string Source = "host";

    private readonly OwnedParts _parts;
    private readonly TokenIssuer? _issuer;

    private LocalStack(OwnedParts parts, LocalEndpoints endpoints, TokenIssuer? issuer)
    {
        (_parts, _issuer) = (parts, issuer);
        Endpoints = endpoints;
    }

    /// <summary>Addresses and names of the running services.</summary>
    public LocalEndpoints Endpoints { get; }

    /// <summary>Starts everything and returns once all services answer.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="TemplateException">The template contains an error or something unsupported.</exception>
    /// <exception cref="NotSupportedException">The API has routes that only a deployed gateway can guard.</exception>
    /// <exception cref="EmulatorException">An emulator is missing or does not start.</exception>
    /// <exception cref="ProvisioningException">The resources in the data directory differ from the template.</exception>
    /// <exception cref="PortTakenException">Another process uses a port.</exception>
    /// <exception cref="DataDirectoryInUseException">Another local stack uses the data directory.</exception>
    public static async Task<LocalStack> StartAsync(LocalStackOptions options, CancellationToken ct)
    {
        var parts = new OwnedParts();
        try
        {
            var issuer = options.Checked().TokenIssuer is { } settings
                ? parts.Add(await StartIssuerAsync(settings, options.TimeProvider, ct))
                : null;
            return new LocalStack(parts, await StartAsync(options, issuer, parts, ct), issuer);
        }
        catch
        {
            await parts.DisposeAsync();
            throw;
        }
    }

    /// <summary>Issues a token for the HTTP API; null if the stack was started without an issuer.</summary>
    public string? IssueToken(TokenRequest request) => _issuer?.Issue(request);

    /// <summary>Stops everything.</summary>
    public ValueTask DisposeAsync() => _parts.DisposeAsync();

    private static Task<TokenIssuer> StartIssuerAsync(TokenIssuerOptions options, TimeProvider time, CancellationToken ct)
    {
        RequirePort(options.Port, TokenIssuer.PortOption);
        return TokenIssuer.StartAsync(options, time, ct);
    }

    private static async Task<LocalEndpoints> StartAsync(
        LocalStackOptions options, TokenIssuer? issuer, OwnedParts parts, CancellationToken ct)
    {
        RequirePort(options.ApiPort, HttpGateway.PortOption);
        RequirePort(options.CloudWatchPort, "--cloudwatch-port");
        RequirePort(options.DashboardPort, DashboardSite.PortOption);
        var data = parts.Add(DataDirectory.Take(options.DataDirectory));
        var settings = new TemplateSettings
        {
            StackName = options.StackName,
            CodeDirectory = options.CodeDirectory,
            Region = options.Region,
            ParameterOverrides = Overrides(options, issuer),
        };
        var template = await Template.LoadAsync(options.TemplatePath, settings, ct);
        // Report all template errors before starting anything.
        var described = template.Evaluate();
        RouteGuard.Require(described.Api);

        var (dynamoDb, kinesis, kinesisEmulator) = await StartEmulatorsAsync(options, data, parts, ct);
        var cloudWatch = parts.Add(await CloudWatchEndpoint.StartAsync(
            new CloudWatchOptions
            {
                Port = options.CloudWatchPort,
                Clock = options.TimeProvider,
                DataDirectory = data.IsTemporary ? null : data.Inside("cloudwatch"),
                AccountId = settings.AccountId,
                Region = settings.Region,
                Deployed = new DashboardFolder(
                    Path.Combine(Path.GetDirectoryName(Path.GetFullPath(options.TemplatePath))!, "dashboards"), settings.StackName,
                    template.Fill),
                Log = line => options.Log.Write("cloudwatch", line),
            },
            ct));
        var meter = parts.Add(new ServiceMeter(cloudWatch.Metrics, options.Log, options.TimeProvider));

        var clients = new AwsClients(
            dynamoDb, options.DynamoDbStreamsEndpoint ?? dynamoDb, kinesis, settings.Region, options.Credentials);
        parts.OnStop(clients.Dispose);
        var provisioner = new Provisioner(clients.DynamoDb, clients.Kinesis, data.Path, options.TimeProvider);
        var stack = template.Evaluate(await provisioner.EnsureAsync(described, ct));
        if (kinesisEmulator is not null)
        {
            // The emulator's streams are lost when its process ends, so create them again.
            kinesisEmulator.Restarted = token => provisioner.EnsureStreamsAsync(stack, token);
        }

        // An external DynamoDB may check signatures. A signature covers the request and its host, so requests must not go through the
        // proxy.
        var functionDynamoDb = options.DynamoDbEndpoint is null ? parts.Add(await MeteredDynamoDb.StartAsync(dynamoDb, meter, ct)).Address
            : dynamoDb;
        var environment = FunctionEndpoints(functionDynamoDb, kinesis, cloudWatch.Address, options.Credentials);
        var functions = parts.Add(await LambdaService.StartAsync(
            [.. stack.Functions.Select(function => function with { Environment = Merged(function.Environment, environment) })],
            new LambdaServiceOptions { Region = settings.Region, Logs = new EmbeddedMetricLog(options.Log, cloudWatch.Metrics),
                Time = options.TimeProvider, Random = new Random(options.Random.Next()) },
            ct));
        var invokers = stack.Functions.ToDictionary(
            function => function.LogicalId,
            IFunctionInvoker (function) =>
                new MeteredInvoker(functions.Function(function.LogicalId), function.FunctionName, meter, options.TimeProvider));

        var queues = new QueueFiles(data.Inside("queues"), options.TimeProvider);
        parts.OnStop(queues.Dispose);
        parts.Add(
            new QueueMeter(queues, [.. stack.Queues.Select(queue => queue.Name)], meter.QueueDepth, options.Log, options.TimeProvider));
        parts.Add(new AlarmWatch(new AlarmBoard(stack.Alarms, cloudWatch.Metrics), options.Log, options.TimeProvider));
        parts.Add(await EventSourceMappingService.StartAsync(
            Bindings(stack, invokers, options),
            new EventSourceMappingServiceOptions
            {
                Kinesis = clients.Kinesis,
                DynamoDbStreams = clients.DynamoDbStreams,
                Region = settings.Region,
                Logs = options.Log,
                Random = new Random(options.Random.Next()),
                CheckpointDirectory = data.IsTemporary ? null : data.DirectoryInside("checkpoints"),
                FailureDestination = queues,
                Meter = new PollingMeter(meter),
                Time = options.TimeProvider,
            },
            ct));

        parts.Add(new ScheduleService(
            [.. stack.Schedules.Select(schedule => new ScheduleBinding(schedule.Schedule, invokers[schedule.FunctionLogicalId]))],
            settings.AccountId, settings.Region, new Random(options.Random.Next()), options.Log, options.TimeProvider));

        var api = await StartGatewayAsync(stack.Api, invokers, settings, meter, options, parts, ct);
        var streams = stack.Api?.Routes.Where(route => route.IsStreamed).Select(route => route.Path);
        var dashboards = await StartSiteAsync(
            cloudWatch, api, issuer, options with { Page = options.Page with { Streams = [.. streams ?? []] } }, parts, ct);
        var endpoints = new LocalEndpoints(
            api,
            dynamoDb,
            kinesis,
            cloudWatch.Address,
            settings.Region,
            stack.Tables.ToDictionary(table => table.LogicalId, table => table.Name),
            stack.Streams.ToDictionary(stream => stream.LogicalId, stream => stream.Name),
            Environment.ProcessId)
        {
            Dashboards = dashboards,
            Issuer = issuer?.Address,
            FunctionVariables = Variables(stack),
        };
        var endpointsFile = options.EndpointsFile ?? data.Inside("endpoints.json");
        endpoints.Write(endpointsFile);
        parts.OnStop(() => File.Delete(endpointsFile));
        options.Log.Write(Source, $"{Plural.Of(stack.Functions.Count, "function")}, {Plural.Of(stack.Tables.Count, "table")} and "
            + $"{Plural.Of(stack.Streams.Count, "stream")} started.");
        return endpoints;
    }

    private static Dictionary<string, string> Overrides(LocalStackOptions options, TokenIssuer? issuer)
    {
        var overrides = options.ParameterOverrides.ToDictionary();
        if (issuer is not null && options.TokenIssuer is { } settings)
        {
            (string? Parameter, string Value)[] known =
                [(settings.IssuerParameter, issuer.Name), (settings.AudienceParameter, settings.Audience)];
            foreach (var (parameter, value) in known)
            {
                if (parameter is not null)
                {
                    overrides[parameter] = value;
                }
            }
        }

        return overrides;
    }

    private static void RequirePort(int port, string option)
    {
        if (port != 0)
        {
            LoopbackPort.Require(port, option);
        }
    }

    private static async Task<(Uri DynamoDb, Uri Kinesis, Emulator? KinesisEmulator)> StartEmulatorsAsync(
        LocalStackOptions options,
        DataDirectory data,
        OwnedParts parts,
        CancellationToken ct)
    {
        Emulator? dynamoDb = null;
        if (options.DynamoDbEndpoint is null)
        {
            var command = new DynamoDbEmulator(options.NodeModulesDirectory, Path.Combine(data.DirectoryInside("dynamodb"), "dynamodb.db"));
            dynamoDb = parts.Add(await Emulator.StartAsync(command, options.DynamoDbPort, options.Log, options.TimeProvider, ct));
        }

        Emulator? kinesis = null;
        if (options.KinesisEndpoint is null)
        {
            var command = await KinesisEmulator.FindAsync(options.NodeModulesDirectory, options.TimeProvider);
            kinesis = parts.Add(await Emulator.StartAsync(command, options.KinesisPort, options.Log, options.TimeProvider, ct));
        }

        return (dynamoDb?.Endpoint ?? options.DynamoDbEndpoint!, kinesis?.Endpoint ?? options.KinesisEndpoint!, kinesis);
    }

    private static async Task<Uri?> StartGatewayAsync(
        ApiDefinition? api,
        Dictionary<string, IFunctionInvoker> invokers,
        TemplateSettings settings,
        ServiceMeter meter,
        LocalStackOptions options,
        OwnedParts parts,
        CancellationToken ct)
    {
        if (api is null)
        {
            return null;
        }

        var gatewayOptions = new GatewayOptions
        {
            Port = options.ApiPort,
            AccountId = settings.AccountId,
            Log = options.Log,
            TimeProvider = options.TimeProvider,
            Measured = measure => meter.Request(api.ApiId, measure),
        };
        return parts.Add(await HttpGateway.StartAsync(api, logicalId => invokers[logicalId], gatewayOptions, ct)).Address;
    }

    private static async Task<Uri> StartSiteAsync(
        CloudWatchEndpoint cloudWatch, Uri? api, TokenIssuer? issuer, LocalStackOptions options, OwnedParts parts, CancellationToken ct)
    {
        var siteOptions = new DashboardSiteOptions
        {
            Port = options.DashboardPort,
            NodeModulesDirectory = options.NodeModulesDirectory,
            Page = options.Page,
            TimeProvider = options.TimeProvider,
            CurrencyDecimals = options.CurrencyDecimals,
        };
        var token = issuer is not null && options.Page.Reader is { } reader ? issuer.Issue(reader) : null;
        var proxy = api is null ? null : new ApiProxy(api, () => Task.FromResult(token));
        if (proxy is not null)
        {
            parts.OnStop(proxy.Dispose);
        }

        return parts.Add(await DashboardSite.StartAsync(cloudWatch, proxy, siteOptions, ct)).Address;
    }

    private static EventSourceMappingBinding[] Bindings(
        StackDefinition stack, Dictionary<string, IFunctionInvoker> invokers, LocalStackOptions options)
    {
        var arns = stack.Functions.ToDictionary(function => function.LogicalId, function => function.Arn);
        return [.. stack.EventSources.Select(source =>
        {
            var invoker = invokers[source.FunctionLogicalId];
            return new EventSourceMappingBinding(
                source.Mapping, arns[source.FunctionLogicalId], options.DeliverTwice ? new TwiceInvoker(invoker) : invoker);
        })];
    }

    private static Dictionary<string, IReadOnlyDictionary<string, string>> Variables(StackDefinition stack) =>
        stack.Functions.ToDictionary(function => function.LogicalId, function => function.Environment);

    private static Dictionary<string, string> FunctionEndpoints(
        Uri dynamoDb, Uri kinesis, Uri cloudWatch, ImmutableCredentials credentials)
    {
        var variables = new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL_DYNAMODB"] = dynamoDb.ToString(),
            ["AWS_ENDPOINT_URL_KINESIS"] = kinesis.ToString(),
            ["AWS_ENDPOINT_URL_CLOUDWATCH"] = cloudWatch.ToString(),
            ["AWS_ACCESS_KEY_ID"] = credentials.AccessKey,
            ["AWS_SECRET_ACCESS_KEY"] = credentials.SecretKey,
        };
        if (credentials.UseToken)
        {
            variables["AWS_SESSION_TOKEN"] = credentials.Token;
        }

        return variables;
    }

    private static Dictionary<string, string> Merged(IReadOnlyDictionary<string, string> own, Dictionary<string, string> added) =>
        own.Concat(added.Where(variable => !own.ContainsKey(variable.Key))).ToDictionary(
            variable => variable.Key, variable => variable.Value);
}
