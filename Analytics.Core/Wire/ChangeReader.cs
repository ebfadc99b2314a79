using Analytics.Core.Changes;

namespace Analytics.Core.Wire;

/// <summary>Reads changes from their bytes into a <see cref="ChangeTable"/> without an object for any of them. Not thread-safe.</summary>
/// <remarks>
/// It knows what is right, and does not say what is wrong: what it does not take is for the plain and thorough readers, as
/// <see cref="ChangeEvent"/>. Whatever it takes means the same there. First it expects the very form in which this product and AWS
/// write; then any JSON that says the same, by its tokens.
/// </remarks>
internal sealed class ChangeReader
{
    private readonly ChangeTableBuilder _orders;
    private readonly FastEventParser _shape;
    private readonly GeneralEventParser _tokens;
    private readonly FastImageParser _images;

    public ChangeReader()
    {
        _orders = new ChangeTableBuilder(Table);
        (_shape, _tokens, _images) = (new FastEventParser(_orders), new GeneralEventParser(_orders), new FastImageParser(_orders));
    }

    /// <summary>What was read. The caller clears it.</summary>
    public ChangeTable Table { get; } = new();

    /// <summary>Reads an event of the order stream.</summary>
    /// <returns>Whether it was taken; if not, the table is as it was.</returns>
    public bool TryReadEvent(ReadOnlySpan<byte> utf8)
    {
        var (lines, ids) = (Table.LineCount, Table.IdCount);
        if (_shape.TryRead(utf8))
        {
            return true;
        }

        Table.Truncate(lines, ids);
        if (_tokens.TryRead(utf8))
        {
            return true;
        }

        Table.Truncate(lines, ids);
        return false;
    }

    /// <summary>Reads a change from the images of an order before and after it.</summary>
    /// <returns>The row of the change in the table, or <see cref="RecordRow.NotTaken"/>.</returns>
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
