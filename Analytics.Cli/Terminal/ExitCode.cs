namespace Analytics.Cli.Terminal;

/// <summary>Exit codes of the process.</summary>
public static class ExitCode
{
    /// <summary>The command did what was asked, or stopped after a signal.</summary>
    public const int Success = 0;

    /// <summary>An external problem, such as a port in use or an error in the template.</summary>
    public const int Failure = 1;

    /// <summary>Invalid arguments (EX_USAGE of sysexits.h). 2 is left for commands that define a meaning for it.</summary>
    public const int Usage = 64;

    /// <summary>A second signal ended the process immediately (128 plus the number of SIGINT, the shell convention).</summary>
    public const int Forced = 130;
}
