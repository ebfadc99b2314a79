using System.IO.Compression;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Functions.Page;
using Analytics.Functions.Runtime;
using Analytics.Local.Web;
using Analytics.Tests.Documentation;
using Analytics.Tests.Fuzz;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Functions.Page;

/// <summary>The deployed page's files: all of them and nothing else, with the policies of the local page.</summary>
public sealed partial class PageFunctionTests : IDisposable
{
    private const string FilePath = "/page/{file+}";

    private static readonly string Folder = Path.Combine(Repository.Root, "page");

    private readonly FakeTimeProvider _time = new(Some.At("12:00"));
    private readonly PublicIssuer _issuer = new();
    private readonly HttpClient _http;
    private readonly StubContext _context = new();

    public PageFunctionTests() => _http = new HttpClient(_issuer);

    public static TheoryData<string> Files =>
    [
        .. Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path)).Where(name => name is not ("index.html" or "site.json")),
    ];

    public void Dispose()
    {
        _http.Dispose();
        _issuer.Dispose();
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_is_that_of_the_repository(string name)
    {
        var answer = await GetAsync(name);

        Assert.Equal((200, await File.ReadAllTextAsync(Path.Combine(Folder, name))), (answer.StatusCode, answer.Body));
        Assert.Equal(
            Path.GetExtension(name) switch
            {
                ".js" => "text/javascript; charset=utf-8",
                ".css" => "text/css; charset=utf-8",
                _ => "image/svg+xml",
            },
            answer.Headers["Content-Type"]);
        Assert.Equal("no-cache", answer.Headers["Cache-Control"]);
        CheckPolicies(answer);
    }

    [Fact]
    public async Task The_document_names_files_that_a_browser_may_keep_for_good()
    {
        var document = await SendAsync("GET", "/");
        var named = Addresses(document.Body).ToList();

        Assert.Equal("text/html; charset=utf-8", document.Headers["Content-Type"]);
        Assert.Equal("no-cache", document.Headers["Cache-Control"]);
        Assert.Contains("site.json", named);
        Assert.Equal(
            Addresses(await File.ReadAllTextAsync(Path.Combine(Folder, "index.html"))),
            named.Select(address => address.Split('/')[^1]));
        foreach (var address in named.Where(address => address != "site.json"))
        {
            var answer = await GetAsync(address);
            Assert.Equal(
                (200, "public, max-age=31536000, immutable"), (answer.StatusCode, answer.Headers["Cache-Control"]));
        }
    }

    [Fact]
    public async Task A_file_of_another_version_is_that_of_today_and_is_not_kept()
    {
        var answer = await GetAsync("0123456789abcdef/main.js");

        Assert.Equal((200, "no-cache"), (answer.StatusCode, answer.Headers["Cache-Control"]));
    }

    [Theory]
    [InlineData("nothing.js")]
    [InlineData("index.html")]
    [InlineData("main.js/")]
    [InlineData("")]
    [InlineData("../template.yaml")]
    [InlineData("../../etc/passwd")]
    [InlineData("..\\main.js")]
    [InlineData("page/main.js/x")]
    [InlineData("/etc/passwd")]
    [InlineData("x/../main.js")]
    [InlineData("openapi.json")]
    [InlineData("MAIN.JS")]
    public async Task What_is_no_file_of_the_page_is_not_found(string path)
    {
        var answer = await GetAsync(path);

        Assert.Equal((404, "no-store"), (answer.StatusCode, answer.Headers["Cache-Control"]));
        CheckPolicies(answer);
    }

    [Theory]
    [InlineData("/", "")]
    [InlineData(FilePath, "main.js")]
    [InlineData(FilePath, "site.json")]
    public async Task Who_has_the_latest_text_gets_304(string route, string file)
    {
        var tag = (await SendAsync("GET", route, file)).Headers["ETag"];

        var again = await SendAsync("GET", route, file, ("if-none-match", tag));
        Assert.Equal((304, "", tag), (again.StatusCode, again.Body, again.Headers["ETag"]));
        CheckPolicies(again);
        Assert.Equal(200, (await SendAsync("GET", route, file, ("if-none-match", "W/\"other\""))).StatusCode);
        var (version, known) = (EmbeddedPage.Own.Version, $"{EmbeddedPage.Own.Find("main.js")!.Tag}");
        var kept = await SendAsync("GET", FilePath, $"{version}/main.js", ("if-none-match", known));
        Assert.Equal((304, "public, max-age=31536000, immutable"), (kept.StatusCode, kept.Headers["Cache-Control"]));
    }

    [Theory]
    [InlineData("/", "")]
    [InlineData(FilePath, "main.js")]
    [InlineData(FilePath, "site.json")]
    [InlineData(FilePath, "nothing.js")]
    public async Task HEAD_has_the_status_and_headers_of_GET(string route, string file)
    {
        var (get, head) = (await SendAsync("GET", route, file), await SendAsync("HEAD", route, file));

        Assert.Equal((get.StatusCode, Written(get.Headers)), (head.StatusCode, Written(head.Headers)));
    }

    [Fact]
    public async Task Text_is_compressed_for_who_takes_gzip()
    {
        var (plain, coded) = (await GetAsync("main.js"), await SendAsync("GET", FilePath, "main.js", ("accept-encoding", "gzip, br")));

        Assert.Equal(("gzip", true), (coded.Headers["Content-Encoding"], coded.IsBase64Encoded));
        using var gzip = new GZipStream(new MemoryStream(Convert.FromBase64String(coded.Body)), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        Assert.Equal(plain.Body, await reader.ReadToEndAsync());
        Assert.Equal("Accept-Encoding", plain.Headers["Vary"]);
    }

    [Fact]
    public async Task The_policies_are_those_of_the_local_page()
    {
        await using var site = await PageSite.StartAsync(
            PageFixture.Page, new Uri("http://localhost:1"), () => Task.FromResult<string?>(null), 0, "--port", default);
        using var http = new HttpClient { BaseAddress = site.Address };
        foreach (var (path, answer) in new[] { ("/", await SendAsync("GET", "/")), ("/page/main.js", await GetAsync("main.js")) })
        {
            using var local = await http.GetAsync(path);
            Assert.All(
                new[] { "Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options" },
                name => Assert.Equal(local.Headers.GetValues(name), [answer.Headers[name]]));
            Assert.Equal($"{local.Content.Headers.ContentType}", answer.Headers["Content-Type"]);
        }
    }

    [Fact]
    public async Task Where_the_api_is_open_nothing_is_said_of_a_sign_in_and_no_issuer_is_asked()
    {
        var answer = await GetAsync("site.json");

        Assert.Equal(
            ("""{"pages":[],"dimensions":["channel","store"]}""", "application/json"), (answer.Body, answer.Headers["Content-Type"]));
        Assert.Equal(0, _issuer.Reads);
    }

    [Fact]
    public async Task Where_tokens_are_asked_for_the_page_may_ask_the_issuer_for_one_and_nobody_else()
    {
        var function = Function(SignIn);
        var document = await SendAsync(function, "GET", "/");
        var site = JsonNode.Parse((await SendAsync(function, "GET", FilePath, "site.json")).Body)!["signIn"]!;

        Assert.Contains(
            "; connect-src 'self' https://login.example:8443; ", document.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.DoesNotContain(
            "login.example", (await SendAsync(function, "GET", FilePath, "main.js")).Headers["Content-Security-Policy"],
            StringComparison.Ordinal);
        Assert.Equal(
            """
            {"issuer":"https://idp.example/pool","clientId":"page-1","scopes":"openid aggregates:read",
            "authorization":"https://login.example:8443/oauth2/authorize?tenant=1","token":"https://login.example:8443/oauth2/token",
            "endSession":null}
            """.ReplaceLineEndings(""), site.ToJsonString());
        Assert.Equal(1, _issuer.Reads);
    }

    [Fact]
    public async Task A_document_with_another_policy_has_another_tag()
    {
        var function = Function(SignIn);
        _issuer.Document = null;
        var before = (await SendAsync(function, "GET", "/")).Headers["ETag"];
        _issuer.Document = new PublicIssuer().Document;
        _time.Advance(IssuerDiscovery.RetryDelay);

        Assert.Equal(200, (await SendAsync(function, "GET", "/", "", ("if-none-match", before))).StatusCode);
    }

    [Theory]
    [InlineData(null, "503")]
    [InlineData("{", "Expected depth")]
    [InlineData("[]", "The document is of another issuer.")]
    [InlineData("""{"issuer":"https://evil.example","authorization_endpoint":"https://a/a","token_endpoint":"https://a/t"}""",
        "The document is of another issuer.")]
    [InlineData("""{"issuer":"https://idp.example/pool","authorization_endpoint":"https://a/a"}""",
        "The document has no authorization_endpoint or token_endpoint with https.")]
    [InlineData("""{"issuer":"https://idp.example/pool","authorization_endpoint":"http://a/a","token_endpoint":"https://a/t"}""",
        "The document has no authorization_endpoint or token_endpoint with https.")]
    [InlineData("""{"issuer":"https://idp.example/pool","authorization_endpoint":"https://a/a","token_endpoint":"javascript:1"}""",
        "The document has no authorization_endpoint or token_endpoint with https.")]
    public async Task An_issuer_that_cannot_be_read_is_in_the_log_and_the_page_says_that_nobody_can_sign_in(string? document, string reason)
    {
        var function = Function(SignIn);
        _issuer.Document = document;

        var site = JsonNode.Parse((await SendAsync(function, "GET", FilePath, "site.json")).Body)!["signIn"]!;

        Assert.Equal(("https://idp.example/pool", null), ((string?)site["issuer"], (string?)site["token"]));
        CheckPolicies(await SendAsync(function, "GET", "/"));
        var line = Assert.Single(_context.Lines);
        Assert.StartsWith("event=issuerUnreadable issuer=https://idp.example/pool reason=", line, StringComparison.Ordinal);
        Assert.Contains(reason, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_issuer_is_asked_seldom_and_its_last_document_outlives_a_failure()
    {
        var function = Function(SignIn);
        await SendAsync(function, "GET", "/");
        _time.Advance(IssuerDiscovery.Lifetime - TimeSpan.FromTicks(1));
        await SendAsync(function, "GET", "/");
        Assert.Equal(1, _issuer.Reads);

        _issuer.Document = null;
        _time.Advance(TimeSpan.FromTicks(1));
        await SendAsync(function, "GET", "/");
        var late = await SendAsync(function, "GET", "/");
        Assert.Equal(2, _issuer.Reads);
        Assert.Contains("https://login.example:8443", late.Headers["Content-Security-Policy"], StringComparison.Ordinal);

        _time.Advance(IssuerDiscovery.RetryDelay);
        await SendAsync(function, "GET", "/");
        Assert.Equal(3, _issuer.Reads);
    }

    private static SignInSettings SignIn => new(PublicIssuer.Name, "page-1", "openid aggregates:read");

    private static void CheckPolicies(APIGatewayHttpApiV2ProxyResponse answer)
    {
        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
                + "form-action 'none'; frame-ancestors 'none'",
            answer.Headers["Content-Security-Policy"]);
        Assert.Equal(("nosniff", "no-referrer"), (answer.Headers["X-Content-Type-Options"], answer.Headers["Referrer-Policy"]));
    }

    private static IEnumerable<string> Addresses(string markup) =>
        AddressPattern().Matches(markup).Select(match => match.Groups[1].Value);

    private static string Written(IDictionary<string, string> headers) =>
        string.Join('\n', headers.Select(header => $"{header.Key}: {header.Value}").Order());

    private PageFunction Function(SignInSettings? signIn) => new(signIn, ["channel", "store"], _http, _time);

    private Task<APIGatewayHttpApiV2ProxyResponse> GetAsync(string file) => SendAsync("GET", FilePath, file);

    private Task<APIGatewayHttpApiV2ProxyResponse> SendAsync(
        string method, string route, string file = "", params (string Name, string Value)[] headers) =>
        SendAsync(Function(signIn: null), method, route, file, headers);

    private Task<APIGatewayHttpApiV2ProxyResponse> SendAsync(
        PageFunction function, string method, string route, string file = "", params (string Name, string Value)[] headers) =>
        function.HandleAsync(
            ApiBench.Request(
                method, route, route == "/" ? new() : new Dictionary<string, string> { ["file"] = file }, "tz=UTC",
                headers.ToDictionary(header => header.Name, header => header.Value), ""),
            _context);

    [GeneratedRegex("(?:href|src)=\"page/([^\"]+)\"")]
    private static partial Regex AddressPattern();
}
