using Analytics.Core.Changes;

namespace Analytics.Functions.Orders;

/// <summary>Publishes a committed change to Kinesis.</summary>
public interface IOrderEventPublisher
{
    /// <summary>
    /// Makes one attempt with a timeout. Never throws and never takes longer than its timeout: the table stream delivers the change anyway.
    /// </summary>
    Task PublishAsync(OrderChange change, Action<string> log);
}
