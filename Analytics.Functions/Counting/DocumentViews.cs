using Analytics.Core.Tallies;
using Analytics.Functions.Storage;

namespace Analytics.Functions.Counting;

/// <summary>What a warm function knows of the documents that it touched last, and how far it goes by that. Thread-safe.</summary>
/// <remarks>
/// What is remembered may have been overtaken by another writer; the condition of the next write finds out. A write that fails costs a
/// write unit and a look before it a read unit, which is a fifth of the price: so a road looks first as long as more than a fifth of what it
/// remembered had been overtaken of late. The sure road does so from the beginning, because the fast one is usually ahead of it.
/// </remarks>
internal sealed class DocumentViews(IMinuteStore store, int viewsMax, int identitiesMax)
{
    private const double LookAbove = 0.2;
    private const double Weight = 1.0 / 8;

    private readonly LeastRecentlyUsed<DocumentKey, DocumentView> _views = new(viewsMax, identitiesMax, view => view.Counted);
    private readonly Lock _gate = new();
    private double _fastOvertaken;
    private double _sureOvertaken = 1;

    /// <summary>Takes the view of a document out, so that it has one owner until it is put back.</summary>
    /// <param name="key">Which document.</param>
    /// <param name="road">The road that has changes of it.</param>
    /// <param name="hasNew">Whether a view does not know all of these changes.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The view, and whether it is as it was remembered, without a look.</returns>
    public async Task<(DocumentView View, bool IsRemembered)> TakeAsync(
        DocumentKey key, Road road, Func<DocumentView, bool> hasNew, CancellationToken cancellationToken)
    {
        if (_views.Take(key) is not { } view)
        {
            return (await ReadAsync(key, cancellationToken), false);
        }

        if (!hasNew(view) || !LooksFirst(road))
        {
            return (view, true);
        }

        var revision = view.Last?.Revision;
        var seen = await LookAsync(view, cancellationToken);
        Note(road, seen.Last?.Revision != revision);
        return (seen, false);
    }

    /// <summary>Puts a view back, for the next batch.</summary>
    public void Put(DocumentView view) => _views.Put(view.Key, view);

    /// <summary>Takes note of whether what was remembered had been overtaken.</summary>
    public void Note(Road road, bool wasOvertaken)
    {
        lock (_gate)
        {
            ref var share = ref road == Road.Fast ? ref _fastOvertaken : ref _sureOvertaken;
            share += ((wasOvertaken ? 1 : 0) - share) * Weight;
        }
    }

    /// <summary>The view after a race was lost to what is there now.</summary>
    /// <param name="view">A view that had been overtaken.</param>
    /// <param name="current">The part that is there; null when there is none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<DocumentView> LearnAsync(DocumentView view, MinutePart? current, CancellationToken cancellationToken)
    {
        // Gone, or gone and begun anew, as after its time to live.
        if (current is null || (view.Last is { } last && (current.Number, current.Revision).CompareTo((last.Number, last.Revision)) < 0))
        {
            return await ReadAsync(view.Key, cancellationToken);
        }

        view.Learn(current);
        view.Learn(await store.ReadPiecesAsync(current, view.PiecesKnown, cancellationToken));
        return view;
    }

    private async Task<DocumentView> LookAsync(DocumentView view, CancellationToken cancellationToken)
    {
        var parts = await store.ReadPartsAsync(view.Key, cancellationToken);
        return DocumentView.IsWhole(parts) && parts is [.., var last] && last.Number == view.Last?.Number
            ? await LearnAsync(view, last, cancellationToken)
            : await ReadAsync(view.Key, cancellationToken);
    }

    private async Task<DocumentView> ReadAsync(DocumentKey key, CancellationToken cancellationToken)
    {
        var view = new DocumentView(key);
        view.Learn(await store.ReadDocumentAsync(key, cancellationToken));
        return view;
    }

    private bool LooksFirst(Road road)
    {
        lock (_gate)
        {
            return (road == Road.Fast ? _fastOvertaken : _sureOvertaken) > LookAbove;
        }
    }
}
