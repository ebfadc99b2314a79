using Microsoft.AspNetCore.Http;

namespace Analytics.Local.Web;

/// <summary>Serves the files of a <see cref="SitePage"/>, and tells it what else the site has.</summary>
/// <param name="page">The page.</param>
/// <param name="others">Titles and relative addresses of the site's other pages, to which the page links.</param>
internal sealed class PageFiles(SitePage page, IReadOnlyList<(string Title, string Href)> others)
{
    // No inline script or style, and no request to another host. The page changes styles through the CSSOM only.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'";

    private readonly SiteFiles _files =
        new SiteFiles().AddAll("/page/", page.Directory).Add("/", Path.Combine(page.Directory, "index.html"));

    /// <summary>Serves the file of a path; false if the page has none.</summary>
    public async Task<bool> TryAnswerAsync(HttpContext context)
    {
        if (context.Request.Path == "/page/site.json")
        {
            await SiteAnswer.WriteAsync(context.Response, StatusCodes.Status200OK, json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("pages");
                foreach (var (title, href) in others)
                {
                    json.WriteStartObject();
                    json.WriteString("title", title);
                    json.WriteString("href", href);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteStartArray("dimensions");
                page.Dimensions.ToList().ForEach(json.WriteStringValue);
                json.WriteEndArray();
                json.WriteStartArray("streams");
                page.Streams.ToList().ForEach(json.WriteStringValue);
                json.WriteEndArray();
                json.WriteEndObject();
            });
            return true;
        }

        context.Response.Headers.ContentSecurityPolicy = Policy;
        return await _files.TryAnswerAsync(context);
    }
}
