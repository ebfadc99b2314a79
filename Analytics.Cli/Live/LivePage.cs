using Analytics.Local.Tokens;
using Analytics.Local.Web;

namespace Analytics.Cli.Live;

/// <summary>The <i>Live</i> page: today, rolling totals, top items and the newest orders.</summary>
internal sealed class LivePage(TimeProvider time) : ILivePage
{
    private static readonly TokenRequest Reader = new("live-page", ["aggregates:read"], TokenRequest.MaxLifetime);

    private readonly NewestOrders _newest = new();

    /// <summary>The directory of the page's files, beside the program.</summary>
    public static string Files => Path.Combine(AppContext.BaseDirectory, "Live", "wwwroot");

    public string FilesDirectory => Files;

    public void OnProcessed(ReadOnlyMemory<byte> batch) => _newest.Add(BatchOrders.Read(batch));

    public ILiveFeed Open(LiveSources sources) =>
        new LiveFeed(sources.Api, sources.IssueToken?.Invoke(Reader), _newest, new LagReading(sources), time);
}
