using System.Globalization;

namespace Analytics.Cli.Faults;

/// <summary>The processes of this machine as Linux shows them (proc(5)). Any of them may end while it is looked at.</summary>
internal static class ProcessTable
{
    private const string Root = "/proc";

    /// <summary>The living children of a process.</summary>
    public static IReadOnlyList<int> ChildrenOf(int parent) =>
    [
        .. Directory.EnumerateDirectories(Root)
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id != 0 && Fields($"{Root}/{id}/stat") is [var state, var its, ..] && IsLiving(state) && its == $"{parent}"),
    ];

    /// <summary>Whether it is there and has not ended; one that its parent has not asked after has.</summary>
    public static bool IsLiving(int id) => Fields($"{Root}/{id}/stat") is [var state, ..] && IsLiving(state);

    /// <summary>Whether a thread of it is running or wants to, this moment.</summary>
    public static bool IsBusy(int id)
    {
        try
        {
            return Directory.EnumerateDirectories($"{Root}/{id}/task").Any(thread => Fields($"{thread}/stat") is ["R", ..]);
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Whether it was started with an environment variable that begins so, as <c>NAME=value</c>.</summary>
    public static bool HasVariable(int id, string beginning) =>
        Read($"{Root}/{id}/environ").Split('\0').Any(variable => variable.StartsWith(beginning, StringComparison.Ordinal));

    /// <summary>The name of the executable that it was started as, without its folder.</summary>
    public static string Program(int id) => Path.GetFileName(Read($"{Root}/{id}/cmdline").Split('\0')[0]);

    private static bool IsLiving(string state) => state is not ("Z" or "X");

    // State, parent and so on: what follows on the name, which stands in brackets and may hold anything.
    private static string[] Fields(string statFile)
    {
        var text = Read(statFile);
        return text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
