using Analytics.Storage;

namespace Analytics.Tests.Functions.Fakes;

/// <summary>Prices that a test sets: tea and mug in USD, tea in JPY.</summary>
internal sealed class FixedCatalogue : ICatalogue
{
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> _prices = new()
    {
        ["tea"] = new Dictionary<string, string> { ["USD"] = "3.5", ["JPY"] = "400" },
        ["mug"] = new Dictionary<string, string> { ["USD"] = "9" },
    };

    /// <summary>Sets the only price of an item.</summary>
    public void Set(string sku, string currency, string price) =>
        _prices[sku] = new Dictionary<string, string> { [currency] = price };

    public Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> ReadAsync(
        IReadOnlyCollection<string> skus, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>>(
            _prices.Where(price => skus.Contains(price.Key)).ToDictionary());
}
