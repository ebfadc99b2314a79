namespace Analytics.Functions.Http;

/// <summary>The value of <c>If-Match</c> or <c>If-None-Match</c>: <c>*</c> or a list of entity tags (RFC 9110, section 13.1).</summary>
internal sealed record EntityTagList(bool IsAny, IReadOnlyList<EntityTag> Tags)
{
    /// <summary>Parses a header's value. List members that are not entity tags match nothing and are skipped.</summary>
    public static EntityTagList Parse(string header)
    {
        if (header.Trim(' ', '\t') == "*")
        {
            return new EntityTagList(true, []);
        }

        var tags = new List<EntityTag>();
        var position = 0;
        while (position < header.Length)
        {
            if (header[position] is ' ' or '\t' or ',')
            {
                position++;
                continue;
            }

            // A tag may contain commas, so the list cannot be split at commas.
            var isWeak = header.AsSpan(position).StartsWith("W/\"");
            var open = isWeak ? position + 2 : position;
            var close = header[open] == '"' ? header.IndexOf('"', open + 1) : -1;
            if (close > 0)
            {
                tags.Add(new EntityTag(header[(open + 1)..close], isWeak));
                position = close + 1;
            }
            else
            {
                var comma = header.IndexOf(',', position);
                position = comma < 0 ? header.Length : comma;
            }
        }

        return new EntityTagList(false, tags);
    }
}
