using System.Runtime.InteropServices;

namespace Analytics.Cli.Faults;

/// <summary>kill(2).</summary>
internal static class Signals
{
    private const int Sigkill = 9;
    private const int Sigterm = 15;

    /// <summary>Ends a process without a chance to tidy up; false if there is none.</summary>
    public static bool Kill(int processId) => Send(processId, Sigkill) == 0;

    /// <summary>Asks a process to end; false if there is none.</summary>
    public static bool Terminate(int processId) => Send(processId, Sigterm) == 0;

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Send(int processId, int signal);
}
