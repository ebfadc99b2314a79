using Analytics.Local.Templates;

namespace Analytics.Tests.StackTemplate;

/// <summary>What the policies of the functions in template.yaml grant.</summary>
internal static class Permissions
{
    /// <summary>
    /// What a function may do, as <c>dynamodb:GetItem OrdersTable</c>, <c>dynamodb:Query OrdersTable index/byMinute</c> or
    /// <c>kinesis:PutRecord OrderStream</c>.
    /// </summary>
    public static IEnumerable<string> Of(OwnTemplate template, string function)
    {
        var properties = template.OfType("AWS::Serverless::Function").Single(one => one.Name == function).Properties;
        foreach (var policy in Items(properties.Find("Policies")?.Value).OfType<TemplateNode.Mapping>())
        {
            foreach (var statement in Items(policy.Find("Statement")?.Value).SelectMany(Unconditional).OfType<TemplateNode.Mapping>())
            {
                foreach (var action in Items(statement.Find("Action")?.Value).OfType<TemplateNode.Scalar>())
                {
                    yield return $"{action.Text} {Resource(statement.Find("Resource")!.Value)}";
                }
            }
        }
    }

    /// <summary>Whether a permission is granted; one on all indexes of a table grants each.</summary>
    public static bool Grants(IEnumerable<string> granted, string needed) => granted.Any(one => one == needed
        || (one.EndsWith("/*", StringComparison.Ordinal) && needed.StartsWith(one[..^1], StringComparison.Ordinal)));

    // A statement that stands under a condition is there in some stacks.
    private static IEnumerable<TemplateNode> Unconditional(TemplateNode node) =>
        node is TemplateNode.Call { Function: "Fn::If", Argument: TemplateNode.Sequence { Items: [_, var then, _] } } ? [then] : [node];

    private static IReadOnlyList<TemplateNode> Items(TemplateNode? node) => node switch
    {
        null => [],
        TemplateNode.Sequence sequence => sequence.Items,
        _ => [node],
    };

    private static string Resource(TemplateNode node) => node switch
    {
        TemplateNode.Call { Function: "Fn::GetAtt", Argument: TemplateNode.Scalar { Text: var attribute } } => attribute.Split('.')[0],
        TemplateNode.Call { Function: "Fn::Sub", Argument: TemplateNode.Scalar { Text: var text } } =>
            text.Replace("${", "", StringComparison.Ordinal).Replace(".Arn}/", " ", StringComparison.Ordinal),
        TemplateNode.Scalar scalar => scalar.Text,
        _ => throw new InvalidOperationException($"A resource of a policy is not understood: {node.Kind}."),
    };
}
