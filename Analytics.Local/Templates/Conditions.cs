namespace Analytics.Local.Templates;

/// <summary>The template's <c>Conditions</c>. Each is evaluated on first use.</summary>
internal sealed class Conditions(TemplateNode.Mapping? section, TemplateErrors errors) : IConditions
{
    private readonly Dictionary<string, bool?> _decided = [];
    private readonly HashSet<string> _deciding = [];

    /// <summary>
    /// Evaluates the arguments of comparisons. Set after construction, because the evaluator and the conditions refer to each other.
    /// </summary>
    public Evaluator? Evaluator { get; set; }

    /// <summary>Evaluates every condition, used or not, so that all their errors are reported.</summary>
    public void DecideAll()
    {
        foreach (var entry in section?.Entries ?? [])
        {
            Holds(entry.Name, entry.Line, new PropertyPath("Conditions", entry.Name));
        }
    }

    public bool? Holds(string name, int line, PropertyPath scope)
    {
        if (_decided.TryGetValue(name, out var known))
        {
            return known;
        }

        if (section?.Find(name) is not { } entry)
        {
            errors.Add(line, scope, $"There is no condition {name}.");
            return null;
        }

        if (!_deciding.Add(name))
        {
            errors.Add(line, scope, $"The condition {name} depends on itself.");
            return null;
        }

        var holds = Decide(entry.Value, new PropertyPath("Conditions", name));
        _deciding.Remove(name);
        return _decided[name] = holds;
    }

    /// <summary>Evaluates an expression of conditions; null if it is invalid, which is reported.</summary>
    public bool? Decide(TemplateNode node, PropertyPath scope) => node switch
    {
        TemplateNode.Mapping { Entries: [{ Name: "Condition", Value: TemplateNode.Scalar name }] } => Holds(name.Text, node.Line, scope),
        TemplateNode.Call { Function: "Condition", Argument: TemplateNode.Scalar name } => Holds(name.Text, node.Line, scope),
        TemplateNode.Call { Function: "Fn::Not", Argument: TemplateNode.Sequence { Items: [var only] } } => !Decide(only, scope),
        TemplateNode.Call { Function: "Fn::And", Argument: TemplateNode.Sequence all } =>
            All(all, scope) is { } decided ? decided.All(holds => holds) : null,
        TemplateNode.Call { Function: "Fn::Or", Argument: TemplateNode.Sequence any } =>
            All(any, scope) is { } decided ? decided.Any(holds => holds) : null,
        TemplateNode.Call { Function: "Fn::Equals", Argument: TemplateNode.Sequence { Items: [var left, var right] } } =>
            Equal(left, right, scope),
        _ => Unknown(node, scope),
    };

    private List<bool>? All(TemplateNode.Sequence sequence, PropertyPath scope)
    {
        var decided = sequence.Items.Select(item => Decide(item, scope)).ToList();
        return decided.Contains(null) ? null : [.. decided.Select(holds => holds == true)];
    }

    private bool? Equal(TemplateNode left, TemplateNode right, PropertyPath scope)
    {
        var evaluator = Evaluator ?? throw new InvalidOperationException("Conditions need their evaluator before they are asked.");
        return (evaluator.Evaluate(left, scope), evaluator.Evaluate(right, scope)) switch
        {
            (TemplateNode.Scalar a, TemplateNode.Scalar b) => a.Text == b.Text,
            (TemplateNode.Invalid, _) or (_, TemplateNode.Invalid) => null,
            _ => Unknown(left, scope),
        };
    }

    private bool? Unknown(TemplateNode node, PropertyPath scope)
    {
        errors.Add(node.Line, scope,
            "A condition is made of Fn::Equals, Fn::Not, Fn::And, Fn::Or and Condition; Fn::Equals compares two single values.");
        return null;
    }
}
