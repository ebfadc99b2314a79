namespace Analytics.Local.Web;

/// <summary>The files that the site serves: its own, those of the live page, and npm libraries.</summary>
/// <remarks>The list is fixed, which prevents path traversal.</remarks>
internal sealed class SiteFiles
{
    private static readonly Dictionary<string, string> Types = new()
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".mjs"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    };

    private readonly Dictionary<string, string> _files;

    /// <param name="directories">The directories with the site's own files and those of the live page.</param>
    /// <param name="nodeModules">The npm directory with the libraries.</param>
    public SiteFiles(IReadOnlyList<string> directories, string nodeModules)
    {
        _files = directories
            .SelectMany(directory => Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
                .Select(path => (Url: "/" + Path.GetRelativePath(directory, path).Replace(Path.DirectorySeparatorChar, '/'), Path: path)))
            .ToDictionary(file => file.Url, file => file.Path);
        _files["/"] = _files["/index.html"];
        _files["/lib/echarts.mjs"] = Path.Combine(nodeModules, "echarts", "dist", "echarts.esm.min.mjs");
        _files["/lib/marked.mjs"] = Path.Combine(nodeModules, "marked", "lib", "marked.esm.js");
    }

    /// <summary>
    /// Finds the file for a path and its content type; null if the path is not in the list. The file may not exist if npm has not run.
    /// </summary>
    public (string Path, string Type)? Find(string path) =>
        _files.TryGetValue(path, out var file) ? (file, Types.GetValueOrDefault(Path.GetExtension(file), "application/octet-stream"))
            : null;
}
