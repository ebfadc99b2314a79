using Microsoft.AspNetCore.Http;

namespace Analytics.Local.Web;

/// <summary>Streams live data to the viewers of an <see cref="ILivePage"/>. Thread-safe.</summary>
public interface ILiveFeed : IDisposable
{
    /// <summary>Streams to one viewer until the viewer disconnects.</summary>
    /// <param name="context">The viewer's request.</param>
    /// <param name="cancellationToken">Cancelled when the viewer disconnects or the site stops.</param>
    Task ServeAsync(HttpContext context, CancellationToken cancellationToken);
}
