namespace Analytics.Tests.Standins.Surface;

/// <summary>A public surface in the form of <see cref="SurfaceReader"/>: the members of each type, by the type's own line.</summary>
internal sealed record SurfaceText(IReadOnlyDictionary<string, IReadOnlySet<string>> Types)
{
    /// <summary>
    /// Reads what is recorded: a type to a line, its members indented below it; empty lines and # comments count for nothing.
    /// </summary>
    public static SurfaceText Parse(IEnumerable<string> lines)
    {
        var types = new Dictionary<string, IReadOnlySet<string>>();
        var members = new HashSet<string>();
        foreach (var line in lines.Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (!line.StartsWith("  ", StringComparison.Ordinal))
            {
                types.Add(line, members = []);
            }
            else if (!members.Add(line.Trim()))
            {
                throw new FormatException($"Recorded twice: {line}");
            }
        }

        return new SurfaceText(types);
    }

    /// <summary>The types of this surface, and the members as "type: member", that the other one lacks, in order.</summary>
    public IReadOnlyList<string> NotIn(SurfaceText other) =>
    [
        .. Types.SelectMany(type => other.Types.TryGetValue(type.Key, out var members)
            ? type.Value.Except(members).Select(member => $"{type.Key}: {member}")
            : [type.Key]).Order(StringComparer.Ordinal),
    ];
}
