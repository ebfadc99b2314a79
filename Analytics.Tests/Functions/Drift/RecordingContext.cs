using Analytics.Tests.Fuzz;

namespace Analytics.Tests.Functions.Drift;

/// <summary>An invocation whose lines have their level in front, as <c>error event=drift …</c>, and that can react to a line.</summary>
internal sealed class RecordingContext : StubContext
{
    /// <summary>Runs to its end when a line is written.</summary>
    public Func<string, Task> OnLine { get; set; } = _ => Task.CompletedTask;

    public override void Log(string level, string message)
    {
        Lines.Add($"{level.ToLowerInvariant()} {message}");
        OnLine(message).GetAwaiter().GetResult();
    }
}
