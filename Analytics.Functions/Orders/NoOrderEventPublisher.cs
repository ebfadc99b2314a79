using Analytics.Core.Changes;

namespace Analytics.Functions.Orders;

/// <summary>Publishes nothing, for a stack without an order stream: the table stream alone delivers changes.</summary>
public sealed class NoOrderEventPublisher : IOrderEventPublisher
{
    /// <inheritdoc/>
    public Task PublishAsync(OrderChange change, Action<string> log) => Task.CompletedTask;
}
