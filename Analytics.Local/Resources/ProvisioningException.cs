namespace Analytics.Local.Resources;

/// <summary>A resource cannot be created, or differs from the existing one. The message says what to do.</summary>
public sealed class ProvisioningException : Exception
{
    public ProvisioningException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
