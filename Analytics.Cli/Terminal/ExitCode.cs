namespace Analytics.Cli.Terminal;

/// <summary>What the process says with its end.</summary>
public static class ExitCode
{
    /// <summary>It did what was asked, or was told to stop and stopped.</summary>
    public const int Success = 0;

    /// <summary>Something outside was not as needed: a port taken, a template with an error.</summary>
    public const int Failure = 1;

    /// <summary>The arguments make no sense (EX_USAGE of sysexits.h); 2 is left for commands that give it a meaning.</summary>
    public const int Usage = 64;

    /// <summary>It was told to stop a second time and left at once (128 and the number of SIGINT, as shells have it).</summary>
    public const int Forced = 130;
}
