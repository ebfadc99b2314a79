using System.Text;

namespace Analytics.Tests.Fuzz;

/// <summary>Something that takes bytes from outside, and what holds for whatever it is given.</summary>
/// <remarks>
/// A target has no state that an input could leave behind for the next, or makes itself anew often; so a run repeats exactly.
/// </remarks>
internal abstract class FuzzTarget
{
    /// <summary>Valid inputs that the mutations begin with.</summary>
    public abstract IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Pieces that mean something to it.</summary>
    public virtual IReadOnlyList<byte[]> Words => Vocabulary.Json;

    /// <summary>Pieces that nest when they are repeated.</summary>
    public virtual IReadOnlyList<byte[]> Nests => Vocabulary.JsonNests;

    /// <summary>
    /// Where the JSON begins in an input, so that it can be changed as JSON; null where there is none. Default at its beginning.
    /// </summary>
    public virtual int? JsonAt(byte[] input) => 0;

    /// <summary>What an input may make its thread allocate, in bytes. Default 4 MB and 1,000 for each byte of the input.</summary>
    public virtual long MaxAllocated(int length) => 4L * 1024 * 1024 + 1_000L * length;

    /// <summary>Gives it an input.</summary>
    /// <returns>What came of it: an acceptance or a refusal, with the kind of it. Inputs of a new outcome are worth mutating
    /// further.</returns>
    /// <exception cref="Exception">Whatever is thrown is a finding.</exception>
    public abstract string Run(byte[] input);

    protected static IReadOnlyList<byte[]> Texts(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Fails with a message when something does not hold.</summary>
    protected static void Hold(bool holds, Func<string> otherwise)
    {
        if (!holds)
        {
            throw new FuzzException(otherwise());
        }
    }
}

/// <summary>Something that must always hold did not.</summary>
internal sealed class FuzzException(string message) : Exception(message);
