using System.Collections.Concurrent;
using System.Diagnostics;
using Xunit;

namespace Analytics.Tests.EndToEnd;

/// <summary>The command line as a process of its own, as <c>./run</c> starts it.</summary>
internal sealed class UpProcess : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _error = new();

    private UpProcess(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Analytics.Cli"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_error, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it has written to standard output so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>What it has written to standard error so far.</summary>
    public string Error => string.Join('\n', _error);

    /// <summary>Starts it with these arguments.</summary>
    public static UpProcess Start(params string[] arguments) => new(arguments);

    /// <summary>Waits for a line of its output that begins so.</summary>
    public async Task<string> LineAsync(string beginning)
    {
        await Eventually.TrueAsync(() => _process.HasExited || Line(beginning) is not null, () => $"{Output}\n{Error}");
        return Line(beginning) ?? throw new InvalidOperationException($"It ended without a line '{beginning}':\n{Output}\n{Error}");
    }

    /// <summary>Waits for its end and returns its exit code.</summary>
    public async Task<int> EndAsync()
    {
        using var timeout = new CancellationTokenSource(Timeout);
        await _process.WaitForExitAsync(timeout.Token);
        return _process.ExitCode;
    }

    /// <summary>Sends it a signal by its name, as INT.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", ["-s", name, $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }

    private string? Line(string beginning) => _output.FirstOrDefault(line => line.StartsWith(beginning, StringComparison.Ordinal));
}
