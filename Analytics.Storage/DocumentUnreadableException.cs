using Analytics.Core.Windows;

namespace Analytics.Storage;

/// <summary>A minute document is damaged or has a format that this version does not know. Other documents are not affected.</summary>
/// <param name="key">The document.</param>
/// <param name="isNewer">Whether a later version wrote it; then it is not damaged, and this version must not modify it.</param>
/// <param name="reason">What is wrong, as a sentence for the operator.</param>
public sealed class DocumentUnreadableException(DocumentKey key, bool isNewer, string reason) : FormatException(reason)
{
    /// <summary>The document.</summary>
    public DocumentKey Key => key;

    /// <summary>Whether a later version wrote it.</summary>
    public bool IsNewer => isNewer;
}
