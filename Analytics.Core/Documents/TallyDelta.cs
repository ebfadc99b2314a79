using Analytics.Core.Changes;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Core.Documents;

/// <summary>What one write adds to a document: totals and items, the ids of the changes in them, and edit marks. Not thread-safe.</summary>
public sealed class TallyDelta
{
    // Each SKU is stored with eight numbers and a slice. One char takes at most three bytes in UTF-8.
    private const int BytesBesideSku = 75;
    private const int BytesBesideSlice = 180;
    private const int MaxBytesOfCharacter = 3;
    private const int BytesOfMark = 16;
    private const int BytesOfId = 8;

    private readonly List<ChangeId> _ids = [];
    private readonly List<EditMark> _marks = [];
    private readonly Dictionary<ChangeId, StreamPosition> _marked = [];
    private readonly CountedChanges _known = new();

    /// <summary>The totals and items to add. Callers must not modify it.</summary>
    public Tally Tally { get; } = new();

    /// <summary>The ids of the changes, without duplicates, in the order they were added.</summary>
    public IReadOnlyList<ChangeId> Ids => _ids;

    /// <summary>The edit marks, in the order they were added.</summary>
    public IReadOnlyList<EditMark> Marks => _marks;

    /// <summary>When the repair began to read the orders. Set only in the last delta of a repair; otherwise null.</summary>
    public DateTimeOffset? RebuiltAt { get; set; }

    /// <summary>
    /// When reading of the whole orders table began, if the delta is all that a replaced document contains; otherwise null.
    /// </summary>
    public DateTimeOffset? ReplacedAt { get; set; }

    /// <summary>Whether the delta has no ids, no marks and an empty tally.</summary>
    public bool IsEmpty => _ids.Count == 0 && _marks.Count == 0 && Tally.IsEmpty;

    /// <summary>
    /// Upper bound, in bytes, of the growth of the document by the added changes and orders. <see cref="Correct"/> does not raise it.
    /// </summary>
    public int MaxBytes { get; private set; }

    /// <summary>Empties the delta and keeps its memory for reuse.</summary>
    public void Clear()
    {
        Tally.Clear();
        _ids.Clear();
        _marks.Clear();
        _marked.Clear();
        _known.Clear();
        MaxBytes = 0;
        RebuiltAt = null;
        ReplacedAt = null;
    }

    /// <summary>Adds a repair: the difference between what the orders say and what a document says.</summary>
    /// <param name="difference">What to add to the totals and items.</param>
    /// <param name="ids">The change ids of the orders that the document lacks.</param>
    public void Correct(Tally difference, IEnumerable<ChangeId> ids)
    {
        Tally.Add(difference);
        foreach (var id in ids)
        {
            Add(id);
        }
    }

    /// <summary>Adds an order of which the document has counted nothing yet, with the ids of the order's changes.</summary>
    public void Add(Order order, IEnumerable<ChangeId> ids)
    {
        Correct(Tally.Of([order]), ids);
        MaxBytes += order.Slice.IsNone ? 0 : order.Slice.Text.Length + BytesBesideSlice;
        MaxBytes += Change.MaxValueBytes + Change.MaxCustomerBytes + BytesOfId * OrderRules.MaxChangeIds
            + order.Lines.Sum(line => line.Sku.Length * MaxBytesOfCharacter + BytesBesideSku);
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

    /// <summary>Adds the id of a change that the document contains without having counted it.</summary>
    internal void AddContained(ChangeId id)
    {
        Add(id);
        MaxBytes += BytesOfId;
    }

    internal void Add(EditMark mark)
    {
        _marks.Add(mark);
        MaxBytes += BytesOfMark;
        if (!_marked.TryGetValue(mark.Change, out var known) || mark.Position.IsBefore(known))
        {
            _marked[mark.Change] = mark.Position;
        }
    }

    internal bool Contains(ChangeId id) => _known.Contains(id);

    /// <summary>Whether the delta marks a change id, at any position.</summary>
    internal bool IsMarked(ChangeId change) => _marked.ContainsKey(change);

    /// <summary>Whether the delta marks a change id for an edit at an earlier stream position.</summary>
    internal bool IsMarked(ChangeId change, StreamPosition position) =>
        _marked.TryGetValue(change, out var edit) && edit.IsBefore(position);
}
