using Analytics.Local.CloudWatch.Alarms;
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
        Dictionary<string, CorsDefinition?> cors = [];
        foreach (var resource in resources.Values.Where(resource => ResourceTypes.Understood.Contains(resource.Type)))
        {
            var name = (references.Name(resource) as TemplateNode.Scalar)?.Text ?? "";
            var properties = new PropertyReader(
                resource.Properties ?? new TemplateNode.Mapping(resource.Line, []),
                new PropertyPath(resource.LogicalId, "Properties"),
                evaluator,
                errors);
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
                case ResourceTypes.Alarm:
                    alarms.Add(AlarmReader.Read(name, properties));
                    break;
                case ResourceTypes.HttpApi:
                    cors[resource.LogicalId] = HttpApiReader.Read(properties);
                    break;
            }

            properties.Done();
        }

        var values = outputs.Select(output => (output.Key, Value: output.Value())).Where(output => output.Value is not null);
        return new StackDefinition
        {
            StackName = settings.StackName,
            Tables = tables,
            Streams = streams,
            Queues = queues,
            Functions = functions,
            Alarms = alarms,
            Api = Api(functionReader.Routes) is { } api ? api with { Cors = cors.GetValueOrDefault(api.LogicalId) } : null,
            EventSources = functionReader.EventSources,
            Outputs = values.ToDictionary(output => output.Key, output => output.Value!),
        };
    }

    private ApiDefinition? Api(IReadOnlyList<(string ApiId, RouteDefinition Route)> routes)
    {
        var apis = routes.GroupBy(route => route.ApiId, route => route.Route).ToList();
        foreach (var api in apis.Skip(1))
        {
            Reject(api.First(), $"The local host serves one HTTP API, and {apis[0].Key} is it; {api.Key} is another.");
        }

        foreach (var twice in apis.SelectMany(api => api).GroupBy(route => route.Key).Where(same => same.Count() > 1))
        {
            Reject(twice.Last(), $"There are two routes {twice.Key}.");
        }

        return apis is [var first, ..] ? new ApiDefinition(first.Key, first.Key.ToLowerInvariant(), [.. first]) : null;
    }

    private void Reject(RouteDefinition route, string message) =>
        errors.Add(resources[route.FunctionLogicalId].Line, new PropertyPath(route.FunctionLogicalId, "Properties.Events"), message);
}
