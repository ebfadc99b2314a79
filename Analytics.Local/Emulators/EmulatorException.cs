namespace Analytics.Local.Emulators;

/// <summary>An emulator is missing or did not start. The message says what to do.</summary>
public sealed class EmulatorException : Exception
{
    public EmulatorException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
