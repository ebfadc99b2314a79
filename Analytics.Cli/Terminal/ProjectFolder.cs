namespace Analytics.Cli.Terminal;

/// <summary>Finds the folder that the defaults of the options are relative to.</summary>
internal static class ProjectFolder
{
    /// <summary>
    /// The nearest folder with a <c>template.yaml</c>, from the program's own folder upwards, else from the current one; else the current
    /// one.
    /// </summary>
    public static string Find(string programFolder, string currentFolder) =>
        Upwards(programFolder) ?? Upwards(currentFolder) ?? currentFolder;

    private static string? Upwards(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "template.yaml")))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
