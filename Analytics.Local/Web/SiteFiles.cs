using Microsoft.AspNetCore.Http;

namespace Analytics.Local.Web;

/// <summary>The files that a site serves.</summary>
/// <remarks>The list is fixed when the site starts, which prevents path traversal.</remarks>
internal sealed class SiteFiles
{
    private static readonly Dictionary<string, string> Types = new()
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".mjs"] = "text/javascript; charset=utf-8",
        [".json"] = "application/json",
        [".svg"] = "image/svg+xml",
    };

    private readonly Dictionary<string, string> _files = [];

    /// <summary>Adds the files of a directory and of those in it.</summary>
    /// <param name="prefix">What their paths begin with.</param>
    /// <param name="directory">The directory.</param>
    public SiteFiles AddAll(string prefix, string directory)
    {
        foreach (var path in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            Add(prefix + Path.GetRelativePath(directory, path).Replace(Path.DirectorySeparatorChar, '/'), path);
        }

        return this;
    }

    /// <summary>Adds a file, which need not exist yet.</summary>
    public SiteFiles Add(string path, string file)
    {
        _files[path] = file;
        return this;
    }

    /// <summary>Serves the file of a path to GET and HEAD; responds 405 to other methods. False if there is no such file.</summary>
    public async Task<bool> TryAnswerAsync(HttpContext context)
    {
        if (!_files.TryGetValue(context.Request.Path.Value ?? "/", out var file) || !File.Exists(file))
        {
            return false;
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            await SiteAnswer.WriteAsync(context.Response, StatusCodes.Status405MethodNotAllowed, "A file can only be read.");
            return true;
        }

        context.Response.ContentType = Types.GetValueOrDefault(Path.GetExtension(file), "application/octet-stream");
        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.ContentLength = new FileInfo(file).Length;
        }
        else
        {
            await context.Response.SendFileAsync(file, context.RequestAborted);
        }

        return true;
    }
}
