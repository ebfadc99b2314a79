namespace Analytics.Storage;

/// <summary>The prices of items that the shop has set. Thread-safe.</summary>
public interface ICatalogue
{
    /// <summary>Reads prices, strongly consistent.</summary>
    /// <param name="skus">The items, at most 100, each once.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The unit prices of each item that is in the catalogue: a decimal number in major units, by currency code.</returns>
    Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>> ReadAsync(
        IReadOnlyCollection<string> skus, CancellationToken cancellationToken);
}
