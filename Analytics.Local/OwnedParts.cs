namespace Analytics.Local;

/// <summary>Stops started components in reverse order, and continues if one fails to stop.</summary>
internal sealed class OwnedParts : IAsyncDisposable
{
    private readonly Stack<Func<ValueTask>> _stops = [];

    public T Add<T>(T part) where T : IAsyncDisposable
    {
        _stops.Push(part.DisposeAsync);
        return part;
    }

    public void OnStop(Action stop) => _stops.Push(() =>
    {
        stop();
        return ValueTask.CompletedTask;
    });

    public async ValueTask DisposeAsync()
    {
        var failures = new List<Exception>();
        while (_stops.TryPop(out var stop))
        {
            try
            {
                await stop();
            }
            catch (Exception exception)
            {
                failures.Add(exception);
            }
        }

        if (failures.Count > 0)
        {
            throw new AggregateException("Parts of the local stack did not stop as they should.", failures);
        }
    }
}
