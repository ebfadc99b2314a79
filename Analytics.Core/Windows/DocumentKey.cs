namespace Analytics.Core.Windows;

/// <summary>Identifies a minute document: one lane of one minute.</summary>
public readonly record struct DocumentKey(int Lane, Minute Minute)
{
    /// <inheritdoc/>
    public override string ToString() => $"minute#{Lane}/{Minute}";
}
