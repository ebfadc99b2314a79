using Analytics.Core.Changes;

namespace Analytics.Core.Tallies;

/// <summary>What one writer knows of a document: every identity it counted, and its last part.</summary>
/// <remarks>
/// Whoever succeeds in writing the open part, or in creating the one after a sealed one, has seen every identity that the
/// document ever counted, because the condition of the write fails for a stale view. So a view may be as old as it likes.
/// Owned by one writer at a time; not thread-safe.
/// </remarks>
public sealed class MinuteChain
{
    private readonly SeenSet _seen = new();
    private MinutePart? _last;

    /// <summary>The view of a document of which nothing is known.</summary>
    public MinuteChain(DocumentKey key) => Key = key;

    /// <summary>Which document.</summary>
    public DocumentKey Key { get; }

    /// <summary>How many identities are known to be counted.</summary>
    public int Counted => _seen.Count;

    /// <summary>Whether a change is known to be counted. True stays true; false is only certain once a write succeeded.</summary>
    public bool HasCounted(ChangeFingerprint change) => _seen.Contains(change.Identity);

    /// <summary>Whether parts that were read one after another are the whole chain as it stood at some moment.</summary>
    /// <remarks>
    /// A query of several items is no snapshot: a part may be read while it is open, and the part after it when the first has been
    /// added to and sealed. What the first took in meanwhile would then be unknown, and counted again. So every part but the last
    /// must have been read sealed, which is final; whether the last is still as it was, the condition of the next write finds out.
    /// </remarks>
    public static bool IsWhole(IReadOnlyList<MinutePart> parts)
    {
        for (var index = 0; index < parts.Count; index++)
        {
            if (parts[index].Number != index || (index < parts.Count - 1 && !parts[index].IsSealed))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes in a part that was read, or came back from a lost race, or was just written.</summary>
    public void Learn(MinutePart part)
    {
        if (part.Key != Key)
        {
            throw new ArgumentException($"A part of {part.Key} does not belong to {Key}.", nameof(part));
        }

        foreach (var identity in part.Seen)
        {
            _seen.Add(identity);
        }

        if (_last is null || part.Number > _last.Number || (part.Number == _last.Number && part.Revision > _last.Revision))
        {
            _last = part;
        }
    }

    /// <summary>The write that adds a contribution: the open part's next revision, or the first of the part after a sealed one.</summary>
    /// <param name="contribution">What to add; none of its identities may be counted already.</param>
    /// <param name="writer">A token of this attempt.</param>
    /// <param name="at">The time of the commit.</param>
    /// <param name="sealAtBytes">A part that has become larger is sealed by the same write.</param>
    public MinutePart Next(Contribution contribution, string writer, DateTimeOffset at, int sealAtBytes) => _last switch
    {
        null => MinutePart.First(Key, 0, contribution, writer, at, sealAtBytes),
        { IsSealed: true } full => MinutePart.First(Key, full.Number + 1, contribution, writer, at, sealAtBytes),
        { } open => open.Plus(contribution, writer, at, sealAtBytes),
    };
}
