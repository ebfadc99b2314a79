namespace Analytics.Local.Emulators;

/// <summary>An emulator is missing or did not come up; the message says what to do about it.</summary>
public sealed class EmulatorException : Exception
{
    /// <summary>Makes the exception.</summary>
    public EmulatorException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
