namespace Analytics.Cli.Terminal;

/// <summary>Finds the folder that default option values are relative to.</summary>
internal static class ProjectFolder
{
    /// <summary>
    /// The nearest folder with a <c>template.yaml</c>: searched upwards from the program's folder, then upwards from the current folder. If
    /// neither finds one, the current folder.
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
