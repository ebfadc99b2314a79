namespace Analytics.Core.Windows;

/// <summary>Which document: one lane of one minute.</summary>
public readonly record struct DocumentKey(int Lane, Minute Minute)
{
    /// <inheritdoc/>
    public override string ToString() => $"minute#{Lane}/{Minute}";
}
