namespace Analytics.Operations.Import;

/// <summary>Receives the progress of an import.</summary>
public interface IImportProgress
{
    /// <summary>Reports that writing begins.</summary>
    /// <param name="orders">Number of orders to handle.</param>
    void Begin(int orders);

    /// <summary>Reports that more orders are in the table. Called from several threads.</summary>
    void Handled(int orders);

    /// <summary>Reports that writing has ended.</summary>
    void Complete();
}
