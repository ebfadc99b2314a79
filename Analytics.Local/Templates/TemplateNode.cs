namespace Analytics.Local.Templates;

/// <summary>A piece of a template, with the line it stands on: YAML's three kinds, and a call of an intrinsic function.</summary>
/// <remarks>What an evaluation returns holds no <see cref="Call"/> any more.</remarks>
internal abstract record TemplateNode(int Line)
{
    /// <summary>Text as written; numbers and booleans are text until someone asks for them.</summary>
    internal sealed record Scalar(int Line, string Text) : TemplateNode(Line);

    internal sealed record Sequence(int Line, IReadOnlyList<TemplateNode> Items) : TemplateNode(Line);

    internal sealed record Mapping(int Line, IReadOnlyList<Entry> Entries) : TemplateNode(Line)
    {
        public Entry? Find(string name) => Entries.FirstOrDefault(entry => entry.Name == name);
    }

    /// <summary><c>!Sub x</c> and <c>{"Fn::Sub": x}</c> alike; the name is the long one.</summary>
    internal sealed record Call(int Line, string Function, TemplateNode Argument) : TemplateNode(Line);

    /// <summary>Could not be evaluated and has been complained about: whoever reads it keeps quiet.</summary>
    internal sealed record Invalid(int Line) : TemplateNode(Line);

    /// <summary>What kind of node it is, in words for messages.</summary>
    public string Kind => this switch
    {
        Scalar => "a single value",
        Sequence => "a list",
        Mapping => "a map",
        _ => "an intrinsic function",
    };
}

/// <summary>A key of a map and its value; the line is the key's.</summary>
internal sealed record Entry(int Line, string Name, TemplateNode Value);
