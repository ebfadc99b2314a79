using System.Globalization;

namespace Analytics.Cli.Faults;

/// <summary>The processes of this machine, from Linux <c>/proc</c> (proc(5)). Any process may end while it is inspected.</summary>
internal static class ProcessTable
{
    private const string Root = "/proc";

    /// <summary>Ids of the living children of a process.</summary>
    public static IReadOnlyList<int> ChildrenOf(int parent) =>
    [
        .. Directory.EnumerateDirectories(Root)
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id != 0 && Fields($"{Root}/{id}/stat") is [var state, var its, ..] && IsLiving(state) && its == $"{parent}"),
    ];

    /// <summary>Whether a process exists and has not ended. A zombie counts as ended.</summary>
    public static bool IsLiving(int id) => Fields($"{Root}/{id}/stat") is [var state, ..] && IsLiving(state);

    /// <summary>Whether a thread of the process is running or runnable at this moment.</summary>
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

    /// <summary>Whether the process was started with an environment variable whose <c>NAME=value</c> starts with the given text.</summary>
    public static bool HasVariable(int id, string beginning) =>
        Read($"{Root}/{id}/environ").Split('\0').Any(variable => variable.StartsWith(beginning, StringComparison.Ordinal));

    /// <summary>File name of the executable that the process was started with.</summary>
    public static string Program(int id) => Path.GetFileName(Read($"{Root}/{id}/cmdline").Split('\0')[0]);

    private static bool IsLiving(string state) => state is not ("Z" or "X");

    // The fields after the name: state, parent and so on. The name is in parentheses and may contain any character.
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
