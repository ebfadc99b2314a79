namespace Analytics.Local.Hosting;

/// <summary>Receives the local stack's log, line by line.</summary>
/// <remarks>Implementations are called concurrently, return quickly and never throw.</remarks>
public interface ILogSink
{
    /// <summary>Writes one line.</summary>
    /// <param name="source">The source of the line: <c>host</c>, or the name of an emulator or mapping, or the logical id of a
    /// function.</param>
    /// <param name="line">The text, without a line break at the end.</param>
    void Write(string source, string line);
}
