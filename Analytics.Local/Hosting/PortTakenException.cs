namespace Analytics.Local.Hosting;

/// <summary>A port that the local cloud was to listen on belongs to somebody else.</summary>
public sealed class PortTakenException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="port">The port.</param>
    /// <param name="option">The option by which another can be given.</param>
    /// <param name="innerException">What the system said; null where there is nothing to add.</param>
    public PortTakenException(int port, string option, Exception? innerException = null)
        : base($"Port {port} is in use. Stop what listens there, or give another port with {option} (0 takes a free one).", innerException)
    {
        Port = port;
        Option = option;
    }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>The option by which another can be given.</summary>
    public string Option { get; }
}
