using System.Security.Cryptography;
using System.Text;
using Analytics.Functions.Http;

namespace Analytics.Functions.Page;

/// <summary>The files of the page, which are part of the program. Thread-safe.</summary>
/// <remarks>
/// Files are found by their whole name, so no path leads to anything else. Their addresses have <see cref="Version"/> in them, so that a
/// browser may keep them for good: it asks for the document, which names the addresses, each time.
/// </remarks>
internal sealed class EmbeddedPage
{
    private const string Prefix = "page/";
    private const string DocumentName = "index.html";

    // The site that serves the page writes this one itself.
    private const string SiteName = "site.json";

    private static readonly Lazy<EmbeddedPage> Read = new(() => new EmbeddedPage());

    private readonly Dictionary<string, PageFile> _files;

    private EmbeddedPage()
    {
        var texts = typeof(EmbeddedPage).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .ToDictionary(name => name[Prefix.Length..], TextOf);
        var markup = texts[DocumentName];
        texts.Remove(DocumentName);
        _files = texts.ToDictionary(text => text.Key, text => PageFile.Of(TypeOf(text.Key), text.Value));
        Version = PageFile.HashOf(string.Concat(texts.Select(text => $"{text.Key}\n{text.Value}\n")));
        Document = markup.Replace($"\"{Prefix}", $"\"{Prefix}{Version}/", StringComparison.Ordinal)
            .Replace($"{Prefix}{Version}/{SiteName}", $"{Prefix}{SiteName}", StringComparison.Ordinal);
    }

    /// <summary>The page of this program.</summary>
    public static EmbeddedPage Own => Read.Value;

    /// <summary>Differs whenever a file differs.</summary>
    public string Version { get; }

    /// <summary>The HTML that a browser begins with.</summary>
    public string Document { get; }

    /// <summary>The names of the files.</summary>
    public IEnumerable<string> Names => _files.Keys;

    /// <summary>A file by its name; null if there is none.</summary>
    public PageFile? Find(string name) => _files.GetValueOrDefault(name);

    private static string TextOf(string name)
    {
        using var stream = typeof(EmbeddedPage).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new System.Diagnostics.UnreachableException($"The page has no files of type {other}."),
    };
}

/// <summary>A text that the page function serves.</summary>
/// <param name="ContentType">Its media type.</param>
/// <param name="Text">The text.</param>
/// <param name="Tag">Names the text: equal texts have equal tags.</param>
internal sealed record PageFile(string ContentType, string Text, EntityTag Tag)
{
    public static PageFile Of(string contentType, string text) => new(contentType, text, new EntityTag(HashOf(text), IsWeak: true));

    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
}
