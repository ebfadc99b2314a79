namespace Analytics.Local.Templates;

/// <summary>Checks the template's <c>Rules</c>: what the values of parameters must be together.</summary>
internal sealed class RuleSection(TemplateNode.Mapping? section, Conditions conditions, TemplateErrors errors)
{
    private const string Section = "Rules";

    /// <summary>Reports every assertion that does not hold.</summary>
    public void Check()
    {
        foreach (var entry in section?.Entries ?? [])
        {
            var scope = new PropertyPath(Section, entry.Name);
            if (entry.Value is not TemplateNode.Mapping rule || rule.Find("Assertions")?.Value is not TemplateNode.Sequence assertions)
            {
                errors.Add(entry.Line, scope, "A rule is a map with a list of Assertions.");
                continue;
            }

            foreach (var property in rule.Entries.Where(property => property.Name is not ("Assertions" or "RuleCondition")))
            {
                errors.Add(property.Line, scope.At(property.Name), "The local host does not understand this property of a rule.");
            }

            if (rule.Find("RuleCondition") is { } applies && conditions.Decide(applies.Value, scope.At("RuleCondition")) != true)
            {
                continue;
            }

            foreach (var (index, assertion) in assertions.Items.Index())
            {
                Check(assertion, scope.At("Assertions").At(index));
            }
        }
    }

    private void Check(TemplateNode assertion, PropertyPath scope)
    {
        if (assertion is not TemplateNode.Mapping map || map.Find("Assert") is not { } assert)
        {
            errors.Add(assertion.Line, scope, "An assertion is a map with an Assert.");
        }
        else if (conditions.Decide(assert.Value, scope.At("Assert")) == false)
        {
            var description = (map.Find("AssertDescription")?.Value as TemplateNode.Scalar)?.Text;
            errors.Add(assertion.Line, scope, description ?? "It does not hold for the values of the parameters.");
        }
    }
}
