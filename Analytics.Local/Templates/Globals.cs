namespace Analytics.Local.Templates;

/// <summary>
/// Applies SAM's <c>Globals</c>: merges maps, concatenates lists, and lets a resource's scalar value override the global one.
/// </summary>
internal static class Globals
{
    public static TemplateNode.Mapping Merge(TemplateNode.Mapping globals, TemplateNode.Mapping own)
    {
        var merged = globals.Entries.Select(
            entry => own.Find(entry.Name) is { } mine ? mine with { Value = Merge(entry.Value, mine.Value) } : entry);
        var added = own.Entries.Where(entry => globals.Find(entry.Name) is null);
        return own with { Entries = [.. merged, .. added] };
    }

    private static TemplateNode Merge(TemplateNode global, TemplateNode own) => (global, own) switch
    {
        (TemplateNode.Mapping a, TemplateNode.Mapping b) => Merge(a, b),
        (TemplateNode.Sequence a, TemplateNode.Sequence b) => b with { Items = [.. a.Items, .. b.Items] },
        _ => own,
    };
}
