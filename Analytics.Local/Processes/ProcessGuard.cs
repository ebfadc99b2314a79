namespace Analytics.Local.Processes;

/// <summary>The util-linux programs that wrap child processes; each replaces itself with the command that it starts.</summary>
internal static class ProcessGuard
{
    /// <summary>
    /// The command prefix. <c>setsid</c> ensures that Ctrl+C in the terminal reaches only the host, which then stops its children in order.
    /// <c>setpriv</c> makes the kernel kill a child when its parent dies. Empty if setpriv is not available.
    /// </summary>
    public static IReadOnlyList<string> Prefix { get; } =
        OperatingSystem.IsLinux() && Find("setpriv") is { } setpriv
            ? [.. Find("setsid") is { } setsid ? [setsid] : Array.Empty<string>(), setpriv, "--pdeathsig", "KILL", "--"]
            : [];

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin").Split(':')
            .Append("/usr/bin")
            .Where(Path.IsPathRooted)
            .Select(directory => Path.Combine(directory, program))
            .FirstOrDefault(File.Exists);
}
