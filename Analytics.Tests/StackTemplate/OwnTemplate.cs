using Analytics.Local.Templates;
using Analytics.Tests.Local.Templates;
using Xunit;

namespace Analytics.Tests.StackTemplate;

/// <summary>template.yaml, whole or with a part of it broken by a test.</summary>
internal sealed class OwnTemplate
{
    private OwnTemplate(string text) => Text = text;

    /// <summary>The template as it is.</summary>
    public static OwnTemplate Whole { get; } = new(File.ReadAllText(Parsed.OwnTemplate));

    public string Text { get; }

    /// <summary>The resources, before their functions are evaluated.</summary>
    public TemplateNode.Mapping Resources => (TemplateNode.Mapping)TemplateYaml.Read(Text, "template.yaml").Find("Resources")!.Value;

    /// <summary>The stack that a deployment with these parameters makes.</summary>
    public StackDefinition Stack(params (string Name, string Value)[] parameters) => Parsed.Stack(Text, parameters);

    /// <summary>The template with one part of its text replaced.</summary>
    public OwnTemplate With(string part, string other)
    {
        Assert.Contains(part, Text, StringComparison.Ordinal);
        return new OwnTemplate(Text.Replace(part, other, StringComparison.Ordinal));
    }

    /// <summary>Checks that the template follows a rule, and that breaking a part of the template breaks the rule.</summary>
    /// <param name="rule">Returns what breaks the rule; empty if nothing does.</param>
    /// <param name="part">A part of the template's text.</param>
    /// <param name="broken">What stands there in a template that breaks the rule.</param>
    public static void Keeps(Func<OwnTemplate, IEnumerable<string>> rule, string part, string broken)
    {
        Assert.Empty(rule(Whole));
        Assert.NotEmpty(rule(Whole.With(part, broken)));
    }

    /// <summary>The resources of a type with their properties.</summary>
    public IEnumerable<(string Name, TemplateNode.Mapping Resource, TemplateNode.Mapping Properties)> OfType(string type) =>
        from entry in Resources.Entries
        let resource = (TemplateNode.Mapping)entry.Value
        where Scalar(resource, "Type") == type
        select (entry.Name, resource, resource.Find("Properties")?.Value as TemplateNode.Mapping ?? new TemplateNode.Mapping(0, []));

    /// <summary>The text of a property; of a call that of its argument, as <c>!Ref AlarmTopic</c>; empty if it is not there.</summary>
    public static string Scalar(TemplateNode.Mapping map, string name) => map.Find(name)?.Value switch
    {
        TemplateNode.Scalar scalar => scalar.Text,
        TemplateNode.Call { Argument: TemplateNode.Scalar argument } call =>
            $"!{call.Function.Replace("Fn::", "", StringComparison.Ordinal)} {argument.Text}",
        _ => "",
    };
}
