namespace Analytics.Local.Templates;

/// <summary>Splits the text of an <c>Fn::Sub</c> into literal text and <c>${variables}</c>.</summary>
internal static class Substitution
{
    internal abstract record Part;

    internal sealed record Literal(string Text) : Part;

    internal sealed record Variable(string Name) : Part
    {
        public override string ToString() => $"${{{Name}}}";
    }

    /// <summary>Parses the text. <c>${!Name}</c> is the escape for the literal text <c>${Name}</c>.</summary>
    public static IEnumerable<Part> Parse(string text)
    {
        var position = 0;
        while (position < text.Length)
        {
            var open = text.IndexOf("${", position, StringComparison.Ordinal);
            var close = open < 0 ? -1 : text.IndexOf('}', open);
            if (close < 0)
            {
                break;
            }

            if (open > position)
            {
                yield return new Literal(text[position..open]);
            }

            var name = text[(open + 2)..close].Trim();
            yield return name is ['!', .. var escaped] ? new Literal($"${{{escaped}}}") : new Variable(name);
            position = close + 1;
        }

        if (position < text.Length)
        {
            yield return new Literal(text[position..]);
        }
    }
}
