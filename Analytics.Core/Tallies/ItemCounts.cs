namespace Analytics.Core.Tallies;

/// <summary>Numbers of one SKU that have no currency.</summary>
/// <param name="Orders">Number of placed orders that contain the SKU.</param>
/// <param name="Units">Number of units in placed orders, without those that came back.</param>
/// <param name="Cancelled">Number of units in cancelled orders, without those that came back.</param>
/// <param name="Refunded">Number of units of placed orders that came back.</param>
internal readonly record struct ItemCounts(long Orders, long Units, long Cancelled = 0, long Refunded = 0)
{
    public bool AreZero => (Orders | Units | Cancelled | Refunded) == 0;
}
