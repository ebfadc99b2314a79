namespace Analytics.Local.Templates;

/// <summary>A node of a template with its line number: one of YAML's three kinds, or a call of an intrinsic function.</summary>
/// <remarks>An evaluated node contains no <see cref="Call"/>.</remarks>
internal abstract record TemplateNode(int Line)
{
    /// <summary>Text as written; numbers and booleans stay text until code reads them as such.</summary>
    internal sealed record Scalar(int Line, string Text) : TemplateNode(Line);

    internal sealed record Sequence(int Line, IReadOnlyList<TemplateNode> Items) : TemplateNode(Line);

    internal sealed record Mapping(int Line, IReadOnlyList<Entry> Entries) : TemplateNode(Line)
    {
        public Entry? Find(string name) => Entries.FirstOrDefault(entry => entry.Name == name);
    }

    /// <summary>A function call, written <c>!Sub x</c> or <c>{"Fn::Sub": x}</c>; the function has its long name.</summary>
    internal sealed record Call(int Line, string Function, TemplateNode Argument) : TemplateNode(Line);

    /// <summary>A node that could not be evaluated. Its error has been reported, so code that reads it reports none.</summary>
    internal sealed record Invalid(int Line) : TemplateNode(Line);

    /// <summary>The kind of node in words, for error messages.</summary>
    public string Kind => this switch
    {
        Scalar => "a single value",
        Sequence => "a list",
        Mapping => "a map",
        _ => "an intrinsic function",
    };
}

/// <summary>A key of a map and its value, with the key's line number.</summary>
internal sealed record Entry(int Line, string Name, TemplateNode Value);
