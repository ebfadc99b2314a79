namespace Analytics.Local.Processes;

/// <summary>The programs of util-linux through which children are started; each becomes what it starts.</summary>
internal static class ProcessGuard
{
    /// <summary>
    /// What comes before the command: <c>setsid</c>, so that a Ctrl+C in the terminal reaches the host alone, which then
    /// ends its children in its order; <c>setpriv</c>, so that the kernel ends a child with its parent. Empty where there is
    /// no setpriv.
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
