using Analytics.Core.Changes;

namespace Analytics.Core.Wire;

/// <summary>Parses changes from UTF-8 into a <see cref="ChangeTable"/> without allocating an object per change. Not thread-safe.</summary>
/// <remarks>
/// Accepts only valid changes in the form that this product and AWS write, and reports no errors. What it refuses goes to the validating
/// parser, such as <see cref="ChangeEvent"/>, which reads everything that this class accepts with the same meaning.
/// </remarks>
internal sealed class ChangeReader
{
    private readonly ChangeTableBuilder _orders;
    private readonly FastEventParser _events;
    private readonly FastImageParser _images;

    public ChangeReader()
    {
        _orders = new ChangeTableBuilder(Table);
        (_events, _images) = (new FastEventParser(_orders), new FastImageParser(_orders));
    }

    /// <summary>The parsed changes. The caller clears the table.</summary>
    public ChangeTable Table { get; } = new();

    /// <summary>Parses an event of the order stream.</summary>
    /// <returns>Whether the event was accepted. If not, the table is unchanged.</returns>
    public bool TryReadEvent(ReadOnlySpan<byte> utf8)
    {
        var (lines, ids) = (Table.LineCount, Table.IdCount);
        if (_events.TryRead(utf8))
        {
            return true;
        }

        Table.Truncate(lines, ids);
        return false;
    }

    /// <summary>Parses a change from the images of an order before and after it.</summary>
    /// <returns>The row index of the change in the table, or <see cref="RecordRow.NotTaken"/>.</returns>
    public int ReadImages(in OrderImage before, in OrderImage after, in RecordFields record, ReadOnlySpan<byte> utf8)
    {
        var (lines, ids) = (Table.LineCount, Table.IdCount);
        ReadOrder was = default, now = default;
        if ((!before.IsThere || _images.TryRead(before, utf8, out was))
            && (!after.IsThere || _images.TryRead(after, utf8, out now))
            && _orders.TryAddStreamed(was, now, record, before.Ids, after.Ids))
        {
            return Table.Count - 1;
        }

        Table.Truncate(lines, ids);
        return RecordRow.NotTaken;
    }
}
