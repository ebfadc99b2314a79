using System.Runtime.CompilerServices;
using Xunit;

namespace Analytics.Tests.Against;

/// <summary>
/// A fact that needs <see cref="Behaviour.TrimsNumbers"/>. Where a provider does otherwise it is skipped, and the report says so.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TrimmedNumbersFactAttribute : FactAttribute
{
    // Tests are discovered more than once.
    private static readonly Lazy<string?> Otherwise = new(() => Task.Run(Behaviour.TrimsNumbers.OtherwiseAsync).GetAwaiter().GetResult());

    private static readonly Lock Gate = new();
    private static readonly HashSet<string> Said = [];

    public TrimmedNumbersFactAttribute([CallerMemberName] string test = "")
    {
        Skip = Otherwise.Value;
        lock (Gate)
        {
            if (Skip is not null && Said.Add(test))
            {
                Report.Say($"skipped: {test}: {Skip}");
            }
        }
    }
}
