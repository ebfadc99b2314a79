using Analytics.Local.Lambda;

namespace Analytics.Local.Templates;

/// <summary>Reads an <c>AWS::Serverless::Function</c> and its events.</summary>
internal sealed class FunctionReader(TemplateSettings settings, IReadOnlyDictionary<string, Resource> resources, References references)
{
    private const string Permissions = "whatever runs here runs as the developer";

    private static readonly Dictionary<string, string> WithoutEffect = new()
    {
        ["Architectures"] = "the published code is for this machine",
        ["AutoPublishAlias"] = "there is one version of each function here",
        ["CodeSigningConfigArn"] = "the published code is the developer's own",
        ["CodeUri"] = "the host is given the directory of the published code",
        ["DeploymentPreference"] = "there is one version of each function here",
        ["Description"] = "for people",
        ["EventInvokeConfig"] = "an invocation that fails is logged",
        ["KmsKeyArn"] = "the environment is the developer's own",
        ["LoggingConfig"] = "logs go to the host's own output",
        ["PermissionsBoundary"] = Permissions,
        ["Policies"] = Permissions,
        ["ReservedConcurrentExecutions"] = "this machine bounds what runs at once",
        ["Role"] = Permissions,
        ["RolePath"] = Permissions,
        ["RuntimeManagementConfig"] = "the published code brings its runtime",
        ["Tags"] = "nothing here reads tags",
        ["Tracing"] = "there is no X-Ray here",
        ["VpcConfig"] = "everything is on this machine's loopback",
    };

    private readonly List<(string ApiId, RouteDefinition Route)> _routes = [];
    private readonly List<FunctionEventSource> _eventSources = [];
    private readonly List<FunctionSchedule> _schedules = [];

    /// <summary>The routes read so far, each with the logical id of its API.</summary>
    public IReadOnlyList<(string ApiId, RouteDefinition Route)> Routes => _routes;

    public IReadOnlyList<FunctionEventSource> EventSources => _eventSources;

    public IReadOnlyList<FunctionSchedule> Schedules => _schedules;

    public FunctionDefinition Read(string logicalId, string name, string arn, PropertyReader properties)
    {
        properties.Text("FunctionName");
        properties.Accept(WithoutEffect);
        properties.Required("Runtime");
        properties.OneOf("Runtime", "", "provided.al2023", "provided.al2");
        properties.OneOf("PackageType", "Zip", "Zip");
        foreach (var (entry, reader) in properties.NamedObjects("Events"))
        {
            ReadEvent(logicalId, entry.Name, reader);
            reader.Done();
        }

        return new FunctionDefinition(
            logicalId,
            name,
            arn,
            properties.RequiredText("Handler"),
            settings.CodeDirectory,
            TimeSpan.FromSeconds(properties.Integer("Timeout", 1, 900) ?? 3),
            properties.Integer("MemorySize", 128, 10_240) ?? 128,
            properties.Object("Environment", environment => environment.TextsByName("Variables")) ?? new Dictionary<string, string>())
        {
            StartsOnDemand = _schedules.Any(schedule => schedule.FunctionLogicalId == logicalId)
                && _routes.All(route => route.Route.FunctionLogicalId != logicalId)
                && _eventSources.All(source => source.FunctionLogicalId != logicalId),
        };
    }

    private void ReadEvent(string logicalId, string name, PropertyReader reader)
    {
        reader.Required("Type");
        var type = reader.OneOf("Type", "", "HttpApi", "Kinesis", "DynamoDB", "Schedule", "ScheduleV2");
        if (type == "HttpApi")
        {
            // An HttpApi event without properties is the default route of the implicit API.
            var route = reader.Object("Properties", properties => HttpApiEventReader.Read(logicalId, properties, resources, references))
                ?? (ResourceTypes.ImplicitHttpApi,
                    new RouteDefinition(logicalId, "ANY", RouteDefinition.Default, HttpApiEventReader.MaxTimeout)).ToTuple();
            _routes.Add(route.ToValueTuple());
        }
        else if (type is "Schedule" or "ScheduleV2" && reader.Required("Properties"))
        {
            if (reader.Object("Properties", properties => ScheduleReader.Read($"{logicalId}.{name}", type, settings, properties))
                is { } schedule)
            {
                _schedules.Add(new FunctionSchedule(logicalId, schedule));
            }
        }
        else if (type.Length > 0
            && reader.Required("Properties")
            && reader.Object("Properties", properties => StreamEventReader.ReadEvent($"{logicalId}.{name}", type, properties))
                is { } mapping)
        {
            _eventSources.Add(new FunctionEventSource(logicalId, mapping));
        }
        else
        {
            // The error in the type or the properties has been reported already; mark the properties as read.
            reader.Node("Properties");
        }
    }
}
