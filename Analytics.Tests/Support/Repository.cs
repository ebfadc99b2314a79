using System.Runtime.CompilerServices;

namespace Analytics.Tests.Support;

/// <summary>Where the sources are, for tests that look at the repository itself.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "..", ".."));

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
