using Microsoft.Extensions.Hosting;

namespace Analytics.Local.Hosting;

/// <summary>The process belongs to whoever started the local cloud: its signals are not for a server in it to handle.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
