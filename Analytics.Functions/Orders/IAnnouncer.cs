using Analytics.Core.Changes;

namespace Analytics.Functions.Orders;

/// <summary>Tells a committed change on the fast road.</summary>
public interface IAnnouncer
{
    /// <summary>Makes one bounded attempt. Never throws and never takes longer than its bound: the sure road carries the change anyway.</summary>
    Task AnnounceAsync(OrderChange change, Action<string> log);
}
