using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Analytics.Local.Templates;

/// <summary>Rejects YAML that is nested too deeply or uses aliases, because a few lines of it could exhaust the host.</summary>
/// <remarks>
/// The code that builds nodes from the events is recursive: a few thousand levels overflow the stack and end the process without a message.
/// CloudFormation does not support aliases (user guide, "CloudFormation template formats"). A few nested aliases, each repeating the one
/// before, expand to a list of a billion items.
/// </remarks>
internal sealed class BoundedParser(IParser inner) : IParser
{
    /// <summary>Maximum nesting depth of a template: twice what any resource needs.</summary>
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
