using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Core.Documents;

/// <summary>What one write adds to a document: sums, the ids of the changes in them, and edit marks. Not thread-safe.</summary>
public sealed class TallyDelta
{
    // Beside each SKU there are four numbers; a character of one has up to three bytes in UTF-8.
    private const int BytesBesideSku = 40;
    private const int MaxBytesOfCharacter = 3;

    private readonly List<ChangeId> _ids = [];
    private readonly List<EditMark> _marks = [];
    private readonly Dictionary<ChangeId, StreamPosition> _marked = [];
    private readonly CountedChanges _known = new();

    /// <summary>The sums. Not to be changed from outside.</summary>
    public Tally Tally { get; } = new();

    /// <summary>The ids of the changes, each once.</summary>
    public IReadOnlyList<ChangeId> Ids => _ids;

    /// <summary>The edit marks.</summary>
    public IReadOnlyList<EditMark> Marks => _marks;

    /// <summary>For the last delta of a repair: when the repair began to read the orders; else null.</summary>
    public DateTimeOffset? RebuiltAt { get; set; }

    /// <summary>Whether it adds nothing.</summary>
    public bool IsEmpty => _ids.Count == 0 && _marks.Count == 0 && Tally.IsEmpty;

    /// <summary>An upper bound of the bytes by which a document grows for it.</summary>
    public int MaxBytes { get; private set; }

    /// <summary>Removes everything, and keeps the memory for other changes.</summary>
    public void Clear()
    {
        Tally.Clear();
        _ids.Clear();
        _marks.Clear();
        _marked.Clear();
        _known.Clear();
        MaxBytes = 0;
        RebuiltAt = null;
    }

    /// <summary>Adds the difference between what the orders say and what a document says: a repair.</summary>
    /// <param name="difference">What is to be added to the sums.</param>
    /// <param name="ids">The change ids of the orders that the document does not have.</param>
    public void Correct(Tally difference, IEnumerable<ChangeId> ids)
    {
        Tally.Add(difference);
        foreach (var id in ids)
        {
            Add(id);
        }
    }

    /// <summary>Adds an order that a document has not counted at all, with the ids of its changes.</summary>
    public void Add(Order order, IEnumerable<ChangeId> ids)
    {
        Correct(Tally.Of([order]), ids);
        MaxBytes += 8 * OrderRules.MaxChangeIds + order.Lines.Sum(line => line.Sku.Length * MaxBytesOfCharacter + BytesBesideSku);
    }

    internal void Add(Change change, DocumentKey key)
    {
        change.AddTo(Tally, key);
        MaxBytes += change.MaxBytes;
    }

    internal void Add(ChangeId id)
    {
        if (_known.Add(id))
        {
            _ids.Add(id);
        }
    }

    internal void Add(EditMark mark)
    {
        _marks.Add(mark);
        if (!_marked.TryGetValue(mark.Change, out var known) || mark.Position.IsBefore(known))
        {
            _marked[mark.Change] = mark.Position;
        }
    }

    internal bool Contains(ChangeId id) => _known.Contains(id);

    /// <summary>Whether it marks a change id.</summary>
    internal bool IsMarked(ChangeId change) => _marked.ContainsKey(change);

    /// <summary>Whether it marks a change id for an edit at an earlier position.</summary>
    internal bool IsMarked(ChangeId change, StreamPosition position) =>
        _marked.TryGetValue(change, out var edit) && edit.IsBefore(position);
}
