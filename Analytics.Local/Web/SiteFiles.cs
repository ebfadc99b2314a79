namespace Analytics.Local.Web;

/// <summary>The files of the page: its own, and the libraries that npm brought; a closed list, so that no path leads elsewhere.</summary>
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

    /// <param name="directory">The page's own files.</param>
    /// <param name="nodeModules">Where npm put the libraries.</param>
    public SiteFiles(string directory, string nodeModules)
    {
        _files = Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
            .ToDictionary(path => "/" + Path.GetRelativePath(directory, path).Replace(Path.DirectorySeparatorChar, '/'));
        _files["/"] = _files["/index.html"];
        _files["/lib/echarts.mjs"] = Path.Combine(nodeModules, "echarts", "dist", "echarts.esm.min.mjs");
        _files["/lib/marked.mjs"] = Path.Combine(nodeModules, "marked", "lib", "marked.esm.js");
    }

    /// <summary>The file of a path and its type; null if there is none. It may still be missing, where npm was not run.</summary>
    public (string Path, string Type)? Find(string path) =>
        _files.TryGetValue(path, out var file) ? (file, Types.GetValueOrDefault(Path.GetExtension(file), "application/octet-stream"))
            : null;
}
