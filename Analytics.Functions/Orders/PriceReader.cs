using Analytics.Functions.Callers;
using Analytics.Storage;

namespace Analytics.Functions.Orders;

/// <summary>Reads the prices of an order whose caller may not set them.</summary>
/// <param name="catalogue">The shop's prices; null if all callers set prices themselves.</param>
internal sealed class PriceReader(ICatalogue? catalogue)
{
    /// <summary>Reads the prices of the items of a body; null if the caller sets prices.</summary>
    public async Task<PriceList?> ReadAsync(Caller caller, OrderBody body, CancellationToken cancellationToken) =>
        catalogue is null || caller.MaySetPrices ? null : new PriceList(await catalogue.ReadAsync(body.Skus(), cancellationToken));
}
