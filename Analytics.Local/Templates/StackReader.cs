using Analytics.Local.CloudWatch.Alarms;
using Analytics.Local.EventSources.Mappings;
using Analytics.Local.Lambda;

namespace Analytics.Local.Templates;

/// <summary>Converts the template's resources into the definitions from which the host starts.</summary>
internal sealed class StackReader(
    IReadOnlyDictionary<string, Resource> resources,
    References references,
    Evaluator evaluator,
    TemplateSettings settings,
    TemplateErrors errors)
{
    /// <param name="outputs">A function per output, by name, that evaluates it; returns null if the output's condition is false.</param>
    public StackDefinition Read(IReadOnlyDictionary<string, Func<string?>> outputs)
    {
        var functionReader = new FunctionReader(settings, resources, references);
        List<TableDefinition> tables = [];
        List<StreamDefinition> streams = [];
        List<QueueDefinition> queues = [];
        List<FunctionDefinition> functions = [];
        List<AlarmDefinition> alarms = [];
        var routeReader = new RouteReader(resources, references, Properties);
        var urlReader = new FunctionUrlReader(routeReader, Metadata);
        List<(RouteDefinition Route, Resource Origin)> urls = [];
        List<(string ApiId, RouteDefinition Route, Resource Origin)> routes = [];
        List<(Resource Stage, IReadOnlyList<string> Routes)> stages = [];
        List<(Resource Resource, string FunctionName, EventSourceMappingDefinition Mapping)> mappings = [];
        Dictionary<string, CorsDefinition?> cors = [];
        foreach (var resource in resources.Values.Where(resource => ResourceTypes.Understood.Contains(resource.Type)))
        {
            var name = (references.Name(resource) as TemplateNode.Scalar)?.Text ?? "";
            var properties = Properties(resource);
            switch (resource.Type)
            {
                case ResourceTypes.Table:
                    tables.Add(TableReader.Read(resource.LogicalId, name, properties));
                    break;
                case ResourceTypes.Stream:
                    streams.Add(StreamDefinitionReader.Read(resource.LogicalId, name, properties));
                    break;
                case ResourceTypes.Queue:
                    queues.Add(QueueReader.Read(resource.LogicalId, name, settings.Arn("sqs", name), properties));
                    break;
                case ResourceTypes.Function:
                    functions.Add(functionReader.Read(resource.LogicalId, name, settings.Arn("lambda", $"function:{name}"), properties));
                    break;
                case ResourceTypes.EventSourceMapping:
                    mappings.Add((resource, properties.RequiredText("FunctionName"),
                        StreamEventReader.ReadResource(resource.LogicalId, properties)));
                    break;
                case ResourceTypes.Alarm:
                    alarms.Add(AlarmReader.Read(name, properties));
                    break;
                case ResourceTypes.HttpApi:
                    cors[resource.LogicalId] = HttpApiReader.Read(properties);
                    break;
                case ResourceTypes.Api:
                    cors[resource.LogicalId] = ApiReader.Read(properties);
                    break;
                case ResourceTypes.Stage:
                    stages.Add((resource, ApiReader.ReadStage(properties)));
                    break;
                case ResourceTypes.Route when routeReader.Read(properties) is (var owner, var route):
                    routes.Add((owner, route, resource));
                    break;
                case ResourceTypes.FunctionUrl when urlReader.Read(resource, properties) is { } route:
                    urls.Add((route, resource));
                    break;
                case ResourceTypes.Integration:
                    routeReader.ReadIntegration(properties);
                    break;
                case ResourceTypes.Authorizer:
                    routeReader.ReadAuthorizer(properties);
                    break;
            }

            properties.Done();
        }

        routes.AddRange(functionReader.Routes.Select(route => (route.ApiId, route.Route, resources[route.Route.FunctionLogicalId])));
        var onlyAtUrls = urls.Select(url => url.Route.FunctionLogicalId)
            .Except(routes.Select(route => route.Route.FunctionLogicalId)).ToList();
        routes.AddRange(urls.Select(url => (routes.Count > 0 ? routes[0].ApiId : url.Origin.LogicalId, url.Route, url.Origin)));
        foreach (var (stage, key) in stages.SelectMany(stage => stage.Routes.Select(key => (stage.Stage, key)))
                     .Where(setting => routes.All(route => route.Route.Key != setting.key)))
        {
            Reject(stage, "Properties.RouteSettings", $"There is no route {key}.");
        }

        var values = outputs.Select(output => (output.Key, Value: output.Value())).Where(output => output.Value is not null);
        return new StackDefinition
        {
            StackName = settings.StackName,
            Tables = tables,
            Streams = streams,
            Queues = queues,
            // A function that is only at a URL of its own may never be called.
            Functions = [.. functions.Select(function =>
                onlyAtUrls.Contains(function.LogicalId) ? function with { StartsOnDemand = true } : function)],
            Alarms = alarms,
            Api = Api(routes) is { } api ? api with { Cors = cors.GetValueOrDefault(api.LogicalId) } : null,
            EventSources = [.. functionReader.EventSources, .. EventSources(mappings, functions)],
            Schedules = functionReader.Schedules,
            Outputs = values.ToDictionary(output => output.Key, output => output.Value!),
        };
    }

    private PropertyReader Properties(Resource resource) => new(
        resource.Properties ?? new TemplateNode.Mapping(resource.Line, []), new PropertyPath(resource.LogicalId, "Properties"), evaluator,
        errors);

    private PropertyReader? Metadata(Resource resource, string name) => resource.Metadata?.Find(name)?.Value is TemplateNode.Mapping map
        ? new PropertyReader(map, new PropertyPath(resource.LogicalId, $"Metadata.{name}"), evaluator, errors)
        : null;

    private IEnumerable<FunctionEventSource> EventSources(
        IReadOnlyList<(Resource Resource, string FunctionName, EventSourceMappingDefinition Mapping)> mappings,
        IReadOnlyList<FunctionDefinition> functions)
    {
        foreach (var (resource, name, mapping) in mappings)
        {
            if (functions.FirstOrDefault(function => name == function.FunctionName || name == function.Arn) is { } function)
            {
                yield return new FunctionEventSource(function.LogicalId, mapping);
            }
            else if (name.Length > 0)
            {
                errors.Add(
                    resource.Line, new PropertyPath(resource.LogicalId, "Properties.FunctionName"),
                    $"There is no function {name} in the template.");
            }
        }
    }

    private ApiDefinition? Api(IReadOnlyList<(string ApiId, RouteDefinition Route, Resource Origin)> routes)
    {
        var apis = routes.GroupBy(route => route.ApiId).ToList();
        foreach (var api in apis.Skip(1))
        {
            Reject(api.First().Origin, $"The local host serves one HTTP API, and {apis[0].Key} is it; {api.Key} is another.");
        }

        foreach (var twice in routes.GroupBy(route => route.Route.Key).Where(same => same.Count() > 1))
        {
            Reject(twice.Last().Origin, $"There are two routes {twice.Key}.");
        }

        return apis is [var first, ..]
            ? new ApiDefinition(first.Key, first.Key.ToLowerInvariant(), [.. first.Select(route => route.Route)])
            : null;
    }

    private void Reject(Resource origin, string message) =>
        Reject(origin, origin.Type == ResourceTypes.Function ? "Properties.Events" : "Properties.RouteKey", message);

    private void Reject(Resource origin, string path, string message) =>
        errors.Add(origin.Line, new PropertyPath(origin.LogicalId, path), message);
}
