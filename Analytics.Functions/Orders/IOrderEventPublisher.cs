using Analytics.Core.Changes;

namespace Analytics.Functions.Orders;

/// <summary>Publishes a committed change to Kinesis.</summary>
public interface IOrderEventPublisher
{
    /// <summary>
    /// Makes one bounded attempt. Never throws and never takes longer than its bound: the table stream delivers the change anyway.
    /// </summary>
    Task PublishAsync(OrderChange change, Action<string> log);
}
