namespace Analytics.Local.Resources;

/// <summary>What the template describes cannot be created, or differs from what is there; the message says what to do about it.</summary>
public sealed class ProvisioningException : Exception
{
    /// <summary>Makes the exception.</summary>
    public ProvisioningException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
