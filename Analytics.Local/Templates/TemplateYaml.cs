using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Analytics.Local.Templates;

/// <summary>Parses YAML, and therefore JSON, into nodes. Short forms of intrinsic functions become calls.</summary>
internal static class TemplateYaml
{
    private const string Section = "YAML";

    /// <exception cref="TemplateException">The text is not YAML, or its root is not a map.</exception>
    public static TemplateNode.Mapping Read(string text, string file)
    {
        var errors = new TemplateErrors(file);
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new BoundedParser(new Parser(new StringReader(text))));
            if (yaml.Documents is [{ RootNode: YamlMappingNode root }] && Node(root) is TemplateNode.Mapping mapping)
            {
                return mapping;
            }

            errors.Add(1, new PropertyPath(Section), "A template is one document with a map at its top.");
        }
        catch (YamlException exception)
        {
            errors.Add(Line(exception.Start), new PropertyPath(Section), exception.Message);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or OverflowException)
        {
            // YamlDotNet throws these for input that it does not anticipate, without a line number.
            errors.Add(1, new PropertyPath(Section), $"It is not YAML: {exception.Message}");
        }

        errors.ThrowIfAny();
        throw new InvalidOperationException("Unreachable: an error was added above.");
    }

    private static TemplateNode Node(YamlNode node)
    {
        var plain = node switch
        {
            YamlScalarNode scalar => new TemplateNode.Scalar(Line(scalar.Start), scalar.Value ?? ""),
            YamlSequenceNode sequence => new TemplateNode.Sequence(Line(sequence.Start), [.. sequence.Children.Select(Node)]),
            YamlMappingNode mapping => Mapping(mapping),
            _ => throw new YamlException(node.Start, node.End, $"A {node.NodeType} is nothing that a template has."),
        };
        return ShortForm(node) is { } function ? new TemplateNode.Call(plain.Line, function, plain) : plain;
    }

    private static TemplateNode Mapping(YamlMappingNode node)
    {
        var entries = new List<Entry>(node.Children.Count);
        foreach (var (key, value) in node.Children)
        {
            entries.Add(key is YamlScalarNode { Value: { } name }
                ? new Entry(Line(key.Start), name, Node(value))
                : throw new YamlException(key.Start, key.End, "A key must be text."));
        }

        return entries is [{ Name: "Ref" or ['F', 'n', ':', ':', ..] } only]
            ? new TemplateNode.Call(only.Line, only.Name, only.Value)
            : new TemplateNode.Mapping(Line(node.Start), entries);
    }

    /// <summary>The function that a local tag such as <c>!Sub</c> denotes; null for YAML's own tags.</summary>
    private static string? ShortForm(YamlNode node)
    {
        if (node.Tag.IsEmpty || node.Tag.Value is not ['!', .. var name] || name.Length == 0)
        {
            return null;
        }

        return name is "Ref" or "Condition" ? name : $"Fn::{name}";
    }

    private static int Line(Mark mark) => checked((int)mark.Line);
}
