using System.Runtime.InteropServices;

namespace Analytics.Cli.Faults;

/// <summary>kill(2).</summary>
internal static class Signals
{
    private const int Sigkill = 9;
    private const int Sigterm = 15;

    /// <summary>Sends SIGKILL; false if there is no such process.</summary>
    public static bool Kill(int processId) => Send(processId, Sigkill) == 0;

    /// <summary>Sends SIGTERM; false if there is no such process.</summary>
    public static bool Terminate(int processId) => Send(processId, Sigterm) == 0;

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Send(int processId, int signal);
}
