using System.Text;

namespace Analytics.Local.Templates;

/// <summary>Evaluates the intrinsic functions in a template node.</summary>
/// <remarks>
/// A node that cannot be evaluated is reported once and becomes <see cref="TemplateNode.Invalid"/>.
/// A property set to <c>AWS::NoValue</c> is treated as absent.
/// </remarks>
internal sealed class Evaluator(IReferences references, IConditions conditions, Mappings mappings, TemplateErrors errors)
{
    public const string NoValue = "AWS::NoValue";

    /// <summary>Returns the node with all function calls evaluated; null if it is <c>AWS::NoValue</c>.</summary>
    public TemplateNode? Evaluate(TemplateNode node, PropertyPath scope) => node switch
    {
        TemplateNode.Sequence sequence => sequence with
        {
            Items = [.. sequence.Items.Select((item, index) => Evaluate(item, scope.At(index))).OfType<TemplateNode>()],
        },
        TemplateNode.Mapping mapping => mapping with { Entries = [.. Entries(mapping, scope)] },
        TemplateNode.Call call => Apply(call, scope),
        _ => node,
    };

    private IEnumerable<Entry> Entries(TemplateNode.Mapping mapping, PropertyPath scope)
    {
        foreach (var entry in mapping.Entries)
        {
            if (Evaluate(entry.Value, scope.At(entry.Name)) is { } value)
            {
                yield return entry with { Value = value };
            }
        }
    }

    private TemplateNode? Apply(TemplateNode.Call call, PropertyPath scope)
    {
        if (call is { Function: "Ref", Argument: TemplateNode.Scalar { Text: NoValue } })
        {
            return null;
        }

        if (call.Function == "Fn::If")
        {
            return If(call, scope);
        }

        // Function arguments may themselves be function calls.
        var argument = call.Function is "Fn::Sub" ? call.Argument : Evaluate(call.Argument, scope);
        if (argument is null or TemplateNode.Invalid)
        {
            return argument is null ? Bad(call, scope, "AWS::NoValue cannot be its argument.") : argument;
        }

        return call.Function switch
        {
            "Ref" => argument is TemplateNode.Scalar name
                ? references.Ref(name.Text, call.Line, scope)
                : Bad(call, scope, "Ref takes one name."),
            "Fn::GetAtt" => GetAtt(call, argument, scope),
            "Fn::Sub" => Sub(call, scope),
            "Fn::Join" => argument is TemplateNode.Sequence { Items: [TemplateNode.Scalar separator, TemplateNode.Sequence parts] }
                && Texts(parts) is { } texts
                ? new TemplateNode.Scalar(call.Line, string.Join(separator.Text, texts))
                : BadUnlessInvalid(call, argument, scope, "It takes [separator, [text, ...]]."),
            "Fn::Split" =>
                argument is TemplateNode.Sequence { Items: [TemplateNode.Scalar { Text.Length: > 0 } separator, TemplateNode.Scalar text] }
                ? new TemplateNode.Sequence(
                    call.Line, [.. text.Text.Split(separator.Text).Select(part => new TemplateNode.Scalar(call.Line, part))])
                : BadUnlessInvalid(call, argument, scope, "It takes [separator, text]."),
            "Fn::Select" => argument is TemplateNode.Sequence { Items: [TemplateNode.Scalar index, TemplateNode.Sequence from] }
                && int.TryParse(index.Text, out var at) && at >= 0 && at < from.Items.Count
                ? from.Items[at]
                : BadUnlessInvalid(call, argument, scope, "It takes [index, list], with the index inside the list."),
            "Fn::FindInMap" => argument is TemplateNode.Sequence path && Texts(path) is [var map, var top, var second]
                ? mappings.Find(map, top, second) ?? Bad(call, scope, $"There is no {map}.{top}.{second} in Mappings.")
                : BadUnlessInvalid(call, argument, scope, "It takes [map, key, key]."),
            _ => Bad(call, scope, "The local host does not know this intrinsic function."),
        };
    }

    private TemplateNode? If(TemplateNode.Call call, PropertyPath scope) =>
        call.Argument is TemplateNode.Sequence { Items: [TemplateNode.Scalar condition, var then, var otherwise] }
            ? conditions.Holds(condition.Text, call.Line, scope) switch
            {
                true => Evaluate(then, scope),
                false => Evaluate(otherwise, scope),
                null => new TemplateNode.Invalid(call.Line),
            }
            : Bad(call, scope, "It takes [condition, value if true, value if false].");

    private TemplateNode GetAtt(TemplateNode.Call call, TemplateNode argument, PropertyPath scope)
    {
        var path = argument switch
        {
            TemplateNode.Scalar scalar => scalar.Text.Split('.', 2),
            TemplateNode.Sequence sequence => Texts(sequence)?.ToArray(),
            _ => null,
        };
        return path is [var logicalId, var attribute]
            ? references.GetAtt(logicalId, attribute, call.Line, scope)
            : BadUnlessInvalid(call, argument, scope, "It takes a resource and an attribute of it.");
    }

    private TemplateNode Sub(TemplateNode.Call call, PropertyPath scope)
    {
        var (template, variables) = call.Argument switch
        {
            TemplateNode.Scalar text => (text, null),
            TemplateNode.Sequence { Items: [TemplateNode.Scalar text, TemplateNode.Mapping map] } => (text, map),
            _ => (null, null),
        };
        if (template is null)
        {
            return Bad(call, scope, "It takes a text, or [text, map].");
        }

        var result = new StringBuilder();
        foreach (var part in Substitution.Parse(template.Text))
        {
            var value = part is Substitution.Variable variable
                ? Lookup(variable.Name, variables, call.Line, scope)
                : new TemplateNode.Scalar(call.Line, ((Substitution.Literal)part).Text);
            if (value is not TemplateNode.Scalar scalar)
            {
                return BadUnlessInvalid(call, value, scope, $"{part} is not a single value.");
            }

            result.Append(scalar.Text);
        }

        return new TemplateNode.Scalar(call.Line, result.ToString());
    }

    private TemplateNode? Lookup(string name, TemplateNode.Mapping? variables, int line, PropertyPath scope)
    {
        if (variables?.Find(name) is { } entry)
        {
            return Evaluate(entry.Value, scope);
        }

        return name.Split('.', 2) is [var logicalId, var attribute]
            ? references.GetAtt(logicalId, attribute, line, scope)
            : references.Ref(name, line, scope);
    }

    private static List<string>? Texts(TemplateNode.Sequence sequence)
    {
        var texts = sequence.Items.OfType<TemplateNode.Scalar>().Select(scalar => scalar.Text).ToList();
        return texts.Count == sequence.Items.Count ? texts : null;
    }

    private TemplateNode.Invalid BadUnlessInvalid(TemplateNode.Call call, TemplateNode? argument, PropertyPath scope, string message) =>
        HoldsInvalid(argument) ? new TemplateNode.Invalid(call.Line) : Bad(call, scope, message);

    private static bool HoldsInvalid(TemplateNode? node) => node switch
    {
        TemplateNode.Invalid => true,
        TemplateNode.Sequence sequence => sequence.Items.Any(HoldsInvalid),
        _ => false,
    };

    private TemplateNode.Invalid Bad(TemplateNode.Call call, PropertyPath scope, string message)
    {
        errors.Add(call.Line, scope, $"{call.Function}: {message}");
        return new TemplateNode.Invalid(call.Line);
    }
}

/// <summary>Resolves <c>Ref</c> and <c>Fn::GetAtt</c>.</summary>
internal interface IReferences
{
    TemplateNode? Ref(string name, int line, PropertyPath scope);

    TemplateNode GetAtt(string logicalId, string attribute, int line, PropertyPath scope);
}

/// <summary>Evaluates a named condition; null if that is impossible, in which case the error has been reported.</summary>
internal interface IConditions
{
    bool? Holds(string name, int line, PropertyPath scope);
}
