namespace Analytics.Local.Templates;

/// <summary>A SAM or CloudFormation template.</summary>
/// <remarks>
/// The local host reports everything that it does not support as an error and never skips anything silently. For each resource type some
/// properties take effect, some intentionally have no effect here, and all others are errors.
/// </remarks>
internal sealed class Template
{
    private static readonly string[] Sections =
    [
        "AWSTemplateFormatVersion", "Conditions", "Description", "Globals", "Mappings", "Metadata", "Outputs", "Parameters", "Resources",
        "Rules", "Transform",
    ];

    private readonly TemplateNode.Mapping _root;
    private readonly string _file;
    private readonly TemplateSettings _settings;

    private Template(TemplateNode.Mapping root, string file, TemplateSettings settings)
    {
        _root = root;
        _file = file;
        _settings = settings;
    }

    /// <summary>Loads a template from a file.</summary>
    /// <exception cref="TemplateException">The file does not exist, or is not YAML.</exception>
    public static async Task<Template> LoadAsync(string path, TemplateSettings settings, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new TemplateException([new TemplateError(path, 0, "Template", null, "There is no such file.")]);
        }

        return Parse(await File.ReadAllTextAsync(path, cancellationToken), Path.GetFileName(path), settings);
    }

    /// <summary>Parses a template's text.</summary>
    /// <exception cref="TemplateException">The text is not YAML.</exception>
    public static Template Parse(string text, string file, TemplateSettings settings) => new(TemplateYaml.Read(text, file), file, settings);

    /// <summary>Evaluates the template into the system that it describes.</summary>
    /// <param name="known">Attributes that only the running services know, by resource and attribute. Placeholders replace missing
    /// ones.</param>
    /// <exception cref="TemplateException">The template has errors or unsupported parts; the message lists all of them.</exception>
    public StackDefinition Evaluate(IReadOnlyDictionary<(string LogicalId, string Attribute), string>? known = null)
    {
        var errors = new TemplateErrors(_file);
        CheckSections(errors);
        var (resources, references, conditions, evaluator) = Resolve(known ?? new Dictionary<(string, string), string>(), errors);
        var stack = new StackReader(resources, references, evaluator, _settings, errors).Read(Outputs(evaluator, conditions, errors));
        errors.ThrowIfAny();
        return stack;
    }

    /// <summary>Substitutes references in a text, as <c>Fn::Sub</c> does for text in the template.</summary>
    /// <param name="text">The text, with references such as <c>${Resource}</c> and <c>${AWS::Region}</c>.</param>
    /// <param name="file">The text's source, for error messages.</param>
    /// <exception cref="TemplateException">The text refers to something that the template does not define.</exception>
    public string Fill(string text, string file)
    {
        var errors = new TemplateErrors(file);
        var (_, _, _, evaluator) = Resolve(new Dictionary<(string, string), string>(), errors);
        var filled = evaluator.Evaluate(new TemplateNode.Call(1, "Fn::Sub", new TemplateNode.Scalar(1, text)), new PropertyPath("Fn::Sub"));
        errors.ThrowIfAny();
        return filled is TemplateNode.Scalar scalar ? scalar.Text
            : throw new InvalidOperationException("What is not text has been complained about.");
    }

    private (Dictionary<string, Resource> Resources, References References, Conditions Conditions, Evaluator Evaluator) Resolve(
        IReadOnlyDictionary<(string LogicalId, string Attribute), string> known, TemplateErrors errors)
    {
        var conditions = new Conditions(Section("Conditions", errors), errors);
        var parameters = new Parameters(Section("Parameters", errors), _settings.ParameterOverrides, errors);
        var resources = new Dictionary<string, Resource>();
        var references = new References(parameters, resources, _settings, known, errors);
        var evaluator = new Evaluator(references, conditions, new Mappings(Section("Mappings", errors)), errors);
        conditions.Evaluator = evaluator;
        references.Evaluator = evaluator;

        conditions.DecideAll();
        new RuleSection(Section("Rules", errors), conditions, errors).Check();
        foreach (var resource in new ResourceSection(Section("Resources", errors), Section("Globals", errors), conditions, errors).Read())
        {
            resources.Add(resource.LogicalId, resource);
        }

        return (resources, references, conditions, evaluator);
    }

    private void CheckSections(TemplateErrors errors)
    {
        foreach (var entry in _root.Entries.Where(entry => !Sections.Contains(entry.Name)))
        {
            errors.Add(entry.Line, new PropertyPath(entry.Name), "The local host does not understand this section.");
        }

        if (_root.Find("Transform") is { } transform && transform.Value is not TemplateNode.Scalar { Text: "AWS::Serverless-2016-10-31" })
        {
            errors.Add(transform.Line, new PropertyPath("Transform"), "The local host knows AWS::Serverless-2016-10-31 only.");
        }

        if (_root.Find("Resources") is null)
        {
            errors.Add(_root.Line, new PropertyPath("Resources"), "A template has resources.");
        }
    }

    private TemplateNode.Mapping? Section(string name, TemplateErrors errors)
    {
        if (_root.Find(name) is not { } entry || entry.Value is TemplateNode.Mapping)
        {
            return _root.Find(name)?.Value as TemplateNode.Mapping;
        }

        errors.Add(entry.Line, new PropertyPath(name), $"The section must be a map, not {entry.Value.Kind}.");
        return null;
    }

    private Dictionary<string, Func<string?>> Outputs(Evaluator evaluator, Conditions conditions, TemplateErrors errors)
    {
        var outputs = new Dictionary<string, Func<string?>>();
        foreach (var entry in Section("Outputs", errors)?.Entries ?? [])
        {
            outputs[entry.Name] = () => Output(entry, evaluator, conditions, errors);
        }

        return outputs;
    }

    private static string? Output(Entry entry, Evaluator evaluator, Conditions conditions, TemplateErrors errors)
    {
        var scope = new PropertyPath("Outputs", entry.Name);
        if (entry.Value is not TemplateNode.Mapping output || output.Find("Value") is not { } value)
        {
            errors.Add(entry.Line, scope, "An output is a map with a Value.");
            return null;
        }

        foreach (
            var property in output.Entries.Where(property => property.Name is not ("Condition" or "Description" or "Export" or "Value")))
        {
            errors.Add(property.Line, scope.At(property.Name), "The local host does not understand this property.");
        }

        if (output.Find("Condition") is { Value: TemplateNode.Scalar condition }
            && conditions.Holds(condition.Text, output.Line, scope) != true)
        {
            return null;
        }

        var evaluated = evaluator.Evaluate(value.Value, scope.At("Value"));
        if (evaluated is not (TemplateNode.Scalar or TemplateNode.Invalid))
        {
            errors.Add(value.Line, scope.At("Value"), "It must be a single value.");
        }

        return (evaluated as TemplateNode.Scalar)?.Text;
    }
}
