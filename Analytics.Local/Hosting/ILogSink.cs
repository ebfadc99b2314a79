namespace Analytics.Local.Hosting;

/// <summary>Takes what the local cloud has to say, a line at a time.</summary>
/// <remarks>Implementations are called from many threads at once and return quickly; they never throw.</remarks>
public interface ILogSink
{
    /// <summary>Takes one line.</summary>
    /// <param name="source">Who says it: <c>host</c>, the name of an emulator, or the logical id of a function.</param>
    /// <param name="line">What it says, without a line break at the end.</param>
    void Write(string source, string line);
}
