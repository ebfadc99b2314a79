namespace Analytics.Local.Templates;

/// <summary>Reads types and conditions in the <c>Resources</c> section and applies <c>Globals</c>. Properties are read later.</summary>
internal sealed class ResourceSection(
    TemplateNode.Mapping? section, TemplateNode.Mapping? globals, Conditions conditions, TemplateErrors errors)
{
    // Accepted in addition to Type, Properties and Condition: the host has its own creation order and never deletes or replaces resources.
    private static readonly string[] WithoutEffect = ["DeletionPolicy", "DependsOn", "Metadata", "UpdateReplacePolicy"];

    /// <summary>Returns the resources whose condition is true.</summary>
    public IEnumerable<Resource> Read()
    {
        var functionGlobals = FunctionGlobals();
        foreach (var entry in section?.Entries ?? [])
        {
            if (Read(entry) is { } resource)
            {
                yield return resource.Type == ResourceTypes.Function && functionGlobals is not null
                    ? resource with { Properties = Globals.Merge(
                        functionGlobals, resource.Properties ?? new TemplateNode.Mapping(entry.Line, [])) }
                    : resource;
            }
        }
    }

    private Resource? Read(Entry entry)
    {
        var scope = new PropertyPath(entry.Name);
        if (entry.Value is not TemplateNode.Mapping body || body.Find("Type")?.Value is not TemplateNode.Scalar type)
        {
            errors.Add(entry.Line, scope, "A resource is a map with a Type.");
            return null;
        }

        TemplateNode.Mapping? properties = null;
        TemplateNode.Mapping? metadata = null;
        var isThere = true;
        foreach (var attribute in body.Entries)
        {
            switch (attribute)
            {
                case { Name: "Type" }:
                    break;
                case { Name: "Properties", Value: TemplateNode.Mapping map }:
                    properties = map;
                    break;
                case { Name: "Metadata", Value: TemplateNode.Mapping map }:
                    metadata = map;
                    break;
                case { Name: "Condition", Value: TemplateNode.Scalar condition }:
                    isThere = conditions.Holds(condition.Text, attribute.Line, scope.At("Condition")) == true;
                    break;
                default:
                    if (!WithoutEffect.Contains(attribute.Name))
                    {
                        errors.Add(
                            attribute.Line, scope.At(attribute.Name), "The local host does not understand this attribute of a resource.");
                    }

                    break;
            }
        }

        if (!ResourceTypes.Understood.Contains(type.Text) && !ResourceTypes.IsWithoutMeaning(type.Text))
        {
            errors.Add(type.Line, scope.At("Type"),
                $"The local host does not understand resources of type {type.Text}; it knows "
                + $"{string.Join(", ", ResourceTypes.Understood)}.");
            return null;
        }

        return isThere ? new Resource(entry.Name, type.Text, entry.Line, properties) { Metadata = metadata } : null;
    }

    private TemplateNode.Mapping? FunctionGlobals()
    {
        foreach (var entry in globals?.Entries.Where(entry => entry.Name != "Function") ?? [])
        {
            errors.Add(entry.Line, new PropertyPath("Globals", entry.Name), "The local host understands Globals of functions only.");
        }

        return globals?.Find("Function")?.Value as TemplateNode.Mapping;
    }
}
