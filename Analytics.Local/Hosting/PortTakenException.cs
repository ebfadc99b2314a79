namespace Analytics.Local.Hosting;

/// <summary>Another process uses a port that the local stack needs.</summary>
public sealed class PortTakenException : Exception
{
    /// <param name="port">The port.</param>
    /// <param name="option">The command-line option that sets another port.</param>
    /// <param name="innerException">The operating system's error; null if there is none.</param>
    public PortTakenException(int port, string option, Exception? innerException = null)
        : base($"Port {port} is in use. Stop what listens there, or give another port with {option} (0 takes a free one).", innerException)
    {
        Port = port;
        Option = option;
    }

    /// <summary>The port in use.</summary>
    public int Port { get; }

    /// <summary>The command-line option that sets another port.</summary>
    public string Option { get; }
}
