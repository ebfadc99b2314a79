using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Analytics.Local.Processes;

/// <summary>A process that ends with the host and whose output is delivered line by line.</summary>
/// <remarks>
/// On Linux the kernel kills the child when the host dies for any reason (<c>setpriv --pdeathsig</c>, part of util-linux).
/// Without setpriv, children end only if the host shuts down in order. Ctrl+C in the terminal reaches only the host.
/// The signal reaches only the started process: a start script must <c>exec</c> the program it starts.
/// </remarks>
public sealed class ChildProcess : IAsyncDisposable
{
    private const int Sigterm = 15;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly TimeProvider _time;

    private ChildProcess(Process process, Action<string> output, TimeProvider time)
    {
        _process = process;
        _time = time;
        Id = process.Id;
        Task pumps = Task.WhenAll(LinePump.RunAsync(process.StandardOutput, output), LinePump.RunAsync(process.StandardError, output));
        Exited = WatchAsync(pumps);
    }

    public int Id { get; }

    /// <summary>Completes with the exit code, or 128 + the signal number for a killed process. Never faults.</summary>
    public Task<int> Exited { get; }

    /// <summary>Starts a process. Under setpriv, a missing file results in exit code 127 or 126 and a line in the output.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no setpriv, and the file is missing or cannot be
    /// executed.</exception>
    public static async Task<ChildProcess> StartAsync(ChildProcessStart start, TimeProvider time)
    {
        string[] command = [.. ProcessGuard.Prefix, start.FileName, .. start.Arguments];
        ProcessStartInfo info = new(command[0])
        {
            WorkingDirectory = start.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in command.AsSpan(1))
        {
            info.ArgumentList.Add(argument);
        }

        info.Environment.Clear();
        foreach ((string name, string value) in start.Environment)
        {
            info.Environment[name] = value;
        }

        Process process = await SpawnThread.RunAsync(() => Process.Start(info)!); // Not null: UseShellExecute is off.
        process.StandardInput.Close();
        return new ChildProcess(process, start.Output, time);
    }

    /// <summary>Kills the process immediately.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // The process has already exited, which is the desired result.
        }
    }

    /// <summary>Asks the process to exit and kills it after two seconds.</summary>
    public async Task StopAsync()
    {
        if (OperatingSystem.IsWindows() || Exited.IsCompleted || SendSignal(Id, Sigterm) != 0)
        {
            Kill();
        }

        using CancellationTokenSource enough = new();
        if (await Task.WhenAny(Exited, Task.Delay(Grace, _time, enough.Token)) != Exited)
        {
            Kill();
        }

        await enough.CancelAsync();
        await Exited;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }

    private async Task<int> WatchAsync(Task pumps)
    {
        await _process.WaitForExitAsync();

        // Wait for the last lines first, because they say why it exited. The wait is limited: a grandchild may keep the pipes open.
        using CancellationTokenSource enough = new();
        await Task.WhenAny(pumps, Task.Delay(TimeSpan.FromMilliseconds(500), _time, enough.Token));
        await enough.CancelAsync();
        return _process.ExitCode;
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
