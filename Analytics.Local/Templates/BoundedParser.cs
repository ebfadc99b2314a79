using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Analytics.Local.Templates;

/// <summary>Refuses YAML that would make of a few lines more than a host can hold.</summary>
/// <remarks>
/// What is built from the events calls itself for each level, and a few thousand levels end the process without a word. Aliases are
/// nothing that CloudFormation takes (user guide, "CloudFormation template formats"), and a few of them, each naming the one before, are
/// a list of a billion.
/// </remarks>
internal sealed class BoundedParser(IParser inner) : IParser
{
    /// <summary>How deep a template may nest. Twice what any resource needs.</summary>
    public const int MaxDepth = 64;

    private int _depth;

    /// <inheritdoc/>
    public ParsingEvent? Current => inner.Current;

    /// <inheritdoc/>
    public bool MoveNext()
    {
        if (!inner.MoveNext())
        {
            return false;
        }

        if (Current is AnchorAlias alias)
        {
            throw new YamlException(alias.Start, alias.End, $"CloudFormation takes no aliases, as *{alias.Value}.");
        }

        _depth += Current?.NestingIncrease ?? 0;
        return _depth <= MaxDepth
            ? true
            : throw new YamlException(Current!.Start, Current.End, $"It nests more than {MaxDepth} deep.");
    }
}
