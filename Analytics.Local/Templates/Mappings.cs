namespace Analytics.Local.Templates;

/// <summary>The template's <c>Mappings</c> section.</summary>
internal sealed class Mappings(TemplateNode.Mapping? section)
{
    /// <summary>Looks up a value; null if there is none.</summary>
    public TemplateNode? Find(string map, string top, string second) =>
        section?.Find(map)?.Value is TemplateNode.Mapping tops && tops.Find(top)?.Value is TemplateNode.Mapping seconds
            ? seconds.Find(second)?.Value
            : null;
}
