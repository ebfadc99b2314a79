namespace Analytics.Local.Templates;

/// <summary>Resolves <c>Ref</c> and <c>Fn::GetAtt</c>: parameters, pseudo parameters, physical names and attributes.</summary>
/// <param name="parameters">The template's parameters.</param>
/// <param name="resources">The resources whose condition is true.</param>
/// <param name="settings">Stack name, region and account.</param>
/// <param name="known">Attributes that only the running services know, by resource and attribute.</param>
/// <param name="errors">Collects references that cannot be resolved.</param>
internal sealed class References(
    Parameters parameters,
    IReadOnlyDictionary<string, Resource> resources,
    TemplateSettings settings,
    IReadOnlyDictionary<(string LogicalId, string Attribute), string> known,
    TemplateErrors errors) : IReferences
{
    private readonly Dictionary<string, TemplateNode> _names = [];
    private readonly HashSet<string> _naming = [];

    /// <summary>Evaluates name properties. Set after construction, because the evaluator and the references refer to each other.</summary>
    public Evaluator? Evaluator { get; set; }

    public TemplateNode? Ref(string name, int line, PropertyPath scope)
    {
        if ((parameters.Find(name) ?? Pseudo(name, line)) is { } value)
        {
            return value;
        }

        if (!resources.TryGetValue(name, out var resource))
        {
            return Bad(line, scope, $"There is no parameter and no resource {name}.");
        }

        return Name(resource) is not TemplateNode.Scalar physical
            ? new TemplateNode.Invalid(line)
            : new TemplateNode.Scalar(line, resource.Type == ResourceTypes.Queue ? QueueUrl(physical.Text) : physical.Text);
    }

    public TemplateNode GetAtt(string logicalId, string attribute, int line, PropertyPath scope)
    {
        if (!resources.TryGetValue(logicalId, out var resource))
        {
            return Bad(line, scope, $"There is no resource {logicalId}.");
        }

        if (Name(resource) is not TemplateNode.Scalar { Text: var name })
        {
            return new TemplateNode.Invalid(line);
        }

        var value = known.GetValueOrDefault((logicalId, attribute)) ?? (resource.Type, attribute) switch
        {
            (ResourceTypes.Table, "Arn") => settings.Arn("dynamodb", $"table/{name}"),
            // A placeholder: the real ARN ends with the stream's creation time, which is known only once the table exists.
            (ResourceTypes.Table, "StreamArn") when resource.Properties?.Find("StreamSpecification") is not null =>
                settings.Arn("dynamodb", $"table/{name}/stream/not-yet-known"),
            (ResourceTypes.Stream, "Arn") => settings.Arn("kinesis", $"stream/{name}"),
            (ResourceTypes.Queue, "Arn") => settings.Arn("sqs", name),
            (ResourceTypes.Queue, "QueueName") => name,
            (ResourceTypes.Queue, "QueueUrl") => QueueUrl(name),
            (ResourceTypes.Alarm, "Arn") => settings.Arn("cloudwatch", $"alarm:{name}"),
            (ResourceTypes.FunctionUrl, "FunctionUrl") => $"https://{name.ToLowerInvariant()}.lambda-url.{settings.Region}.on.aws/",
            (ResourceTypes.Function, "Arn") => settings.Arn("lambda", $"function:{name}"),
            // Role ARNs are only used in properties that have no effect here.
            (var type, "Arn") when ResourceTypes.IsWithoutMeaning(type) => settings.Arn(type.Split("::")[1].ToLowerInvariant(), name),
            _ => null,
        };
        return value is null
            ? Bad(line, scope, $"The local host knows no attribute {attribute} of {logicalId}, an {resource.Type}.")
            : new TemplateNode.Scalar(line, value);
    }

    /// <summary>The physical name: the name in the template, or one built from the stack name and the logical id.</summary>
    public TemplateNode Name(Resource resource)
    {
        if (_names.TryGetValue(resource.LogicalId, out var known))
        {
            return known;
        }

        var property = ResourceTypes.NameProperty(resource.Type);
        var scope = new PropertyPath(resource.LogicalId, $"Properties.{property}");
        if (!_naming.Add(resource.LogicalId))
        {
            return Bad(resource.Line, scope, "The name depends on itself.");
        }

        var given = property is null ? null : resource.Properties?.Find(property)?.Value;
        var evaluator = Evaluator ?? throw new InvalidOperationException("References need their evaluator before they are asked.");
        TemplateNode name = (given is null ? null : evaluator.Evaluate(given, scope)) switch
        {
            null when ResourceTypes.IsApi(resource.Type) =>
                new TemplateNode.Scalar(resource.Line, resource.LogicalId.ToLowerInvariant()),
            null => new TemplateNode.Scalar(resource.Line, $"{settings.StackName}-{resource.LogicalId}"),
            TemplateNode.Scalar { Text.Length: > 0 } scalar => scalar,
            TemplateNode.Invalid invalid => invalid,
            _ => Bad(resource.Line, scope, "A name is text."),
        };
        _naming.Remove(resource.LogicalId);
        return _names[resource.LogicalId] = name;
    }

    private TemplateNode.Scalar? Pseudo(string name, int line) =>
        name switch
        {
            "AWS::Region" => settings.Region,
            "AWS::AccountId" => settings.AccountId,
            "AWS::StackName" => settings.StackName,
            "AWS::Partition" => TemplateSettings.Partition,
            "AWS::URLSuffix" => "amazonaws.com",
            "AWS::StackId" => settings.Arn("cloudformation", $"stack/{settings.StackName}/local"),
            _ => null,
        } is { } value
            ? new TemplateNode.Scalar(line, value)
            : null;

    private string QueueUrl(string name) => $"https://sqs.{settings.Region}.amazonaws.com/{settings.AccountId}/{name}";

    private TemplateNode.Invalid Bad(int line, PropertyPath scope, string message)
    {
        errors.Add(line, scope, message);
        return new TemplateNode.Invalid(line);
    }
}
