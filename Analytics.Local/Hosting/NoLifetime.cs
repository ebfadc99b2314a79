using Microsoft.Extensions.Hosting;

namespace Analytics.Local.Hosting;

/// <summary>
/// Keeps an embedded server from handling the process's signals, which belong to the program that started the local stack.
/// </summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
