namespace Analytics.Local.Web;

/// <summary>The product's own page, which the site shows first: its files, and a feed of live data for each viewer.</summary>
public interface ILivePage
{
    /// <summary>The directory of the page's files. It holds <c>index.html</c>, and <c>live.js</c> that exports <c>LiveView</c>.</summary>
    string FilesDirectory { get; }

    /// <summary>
    /// Called with each batch of an event source that a function processed without an error. Called from several threads; must not throw.
    /// </summary>
    /// <param name="batch">The event that the function received, UTF-8 JSON.</param>
    void OnProcessed(ReadOnlyMemory<byte> batch);

    /// <summary>Opens the feed that serves <c>/api/live</c>.</summary>
    /// <remarks>Called once, when the HTTP API runs; not called for a template without an API.</remarks>
    ILiveFeed Open(LiveSources sources);
}
