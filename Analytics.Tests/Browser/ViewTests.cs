using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Dimension = Analytics.Local.CloudWatch.Metrics.Dimension;
using Analytics.Tests.Support;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Analytics.Tests.Browser;

/// <summary>Each view draws what it is given: three minutes of two series, 10, 20, 40 and 5, 5, 5.</summary>
[Trait(TestKind.Name, TestKind.Process)]
[Collection(EndToEnd.WholeSystem.Name)]
public sealed class ViewTests(SiteInBrowser site) : IClassFixture<SiteInBrowser>
{
    private const string Series = """[["Views","Value","Kind","a",{"label":"a","stat":"Sum"}],["...","b",{"label":"b","stat":"Sum"}]]""";

    [Fact]
    public async Task Time_series_have_lines_annotations_a_legend_that_toggles_and_a_crosshair_that_keys_move()
    {
        await using var page = await ShowAsync(Metric("timeSeries", """ "annotations":{"horizontal":[{"value":30,"label":"limit"}]},"yAxis":{"left":{"label":"things"}}"""));
        var card = page.Page.Locator(".card");
        await Expect(card.Locator("svg")).ToContainTextAsync("limit");
        await Expect(card.Locator("svg")).ToContainTextAsync("things");
        var plot = card.Locator(".plot");
        Assert.Contains("a 40, b 5", await plot.GetAttributeAsync("aria-label"), StringComparison.Ordinal);

        await plot.FocusAsync();
        await page.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(card.Locator(".tip")).ToContainTextAsync("a40b5");
        await page.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(card.Locator(".tip")).ToContainTextAsync("a20b5");

        var lines = await LinesAsync(card);
        await card.GetByRole(AriaRole.Button, new() { Name = "a", Exact = true }).ClickAsync();
        await Expect(card.GetByRole(AriaRole.Button, new() { Name = "a", Exact = true })).ToHaveAttributeAsync("aria-pressed", "false");
        Assert.True(await LinesAsync(card) < lines);
        Assert.Empty(page.Complaints);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_point_without_a_neighbour_is_a_dot_and_a_line_is_a_line(bool stacked)
    {
        var look = $""" "stacked":{(stacked ? "true" : "false")}""";
        // A metric for each case: the other case's point may be a minute away, and then a neighbour.
        site.Put($"Lone{stacked}", minutesAgo: 2, 7);
        await using var page = await ShowAsync(Only($""" ["Views","Lone{stacked}"] """, look), Metric("timeSeries", look));

        Assert.Equal(1, await DotsAsync(page.Page.Locator(".card").First));
        Assert.Equal(0, await DotsAsync(page.Page.Locator(".card").Last));
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task An_axis_goes_in_whole_steps_for_whole_things_and_in_steps_of_a_clock_for_minutes()
    {
        site.Put("Whole", minutesAgo: 2, 0);
        site.Put("Long", minutesAgo: 2, 20, "Milliseconds");
        await using var page = await ShowAsync(
            Only(""" ["Views","Whole",{"id":"whole","visible":false}],[{"expression":"FILL(whole,0)"}] """, """ "yAxis":{"left":{"min":0}}"""),
            Only(""" ["Views","Long"] """, """ "yAxis":{"left":{"min":0}},"annotations":{"horizontal":[{"value":600000}]}"""));

        Assert.Equal(["0", "1"], await TicksAsync(page.Page.Locator(".card").First));
        Assert.Equal(["0", "5 min", "10 min"], await TicksAsync(page.Page.Locator(".card").Last));
        Assert.Empty(page.Complaints);
    }

    [Theory]
    [InlineData("timeSeries")]
    [InlineData("singleValue")]
    [InlineData("gauge")]
    [InlineData("bar")]
    [InlineData("pie")]
    [InlineData("table")]
    public async Task A_view_that_was_empty_draws_what_comes(string view)
    {
        await using var page = await ShowAsync(Only($$""" ["Views","Later","Kind","{{view}}"] """, """ "yAxis":{"left":{"min":0,"max":50}}""", view));
        var card = page.Page.Locator(".card");
        await Expect(card).ToHaveAttributeAsync("data-state", view == "singleValue" ? "data" : "empty");

        site.Put("Later", minutesAgo: 2, 17, "Count", new Dimension("Kind", view));
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Read the data now" }).ClickAsync();

        await Expect(card).ToHaveAttributeAsync("data-state", "data");
        await Expect(card.Locator(view == "timeSeries" ? ".plot[aria-label*=' 17']" : ":text('17')").First).ToBeVisibleAsync();
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Stacked_series_stand_on_each_other()
    {
        await using var page = await ShowAsync(Metric("timeSeries", """ "stacked":true"""));

        // 40 and 5 on each other need an axis to 50; side by side 40 would do.
        await Expect(page.Page.Locator(".card svg")).ToContainTextAsync("50");
        Assert.Equal(2, await page.Page.Locator(".card svg path[fill-opacity='0.55'], .card svg path[opacity='0.55']").CountAsync());
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task A_single_value_is_the_latest_or_of_all_the_time_shown()
    {
        await using var page = await ShowAsync(Metric("singleValue", """ "sparkline":true"""), Metric("singleValue", """ "setPeriodToTimeRange":true"""));

        Assert.Equal(["40", "5", "70", "15"], await page.Page.Locator(".number-value").AllTextContentsAsync());
        Assert.Equal(2, await page.Page.Locator(".sparkline path").CountAsync());
        Assert.Empty(page.Complaints);
    }

    private static readonly string[] Currencies = ["IQD", "CAD", "JPY", "EUR"];

    // ISO 4217: three decimals, which no browser knows of IQD. A symbol that several currencies share stands beside the code.
    [Fact]
    public async Task Money_has_the_decimals_of_its_currency_and_names_it_once()
    {
        foreach (var (currency, value) in new[] { ("IQD", 1.25), ("CAD", 12.5), ("JPY", 1234.0), ("EUR", 3.0) })
        {
            site.Put("Money", minutesAgo: 2, value, "None", new Dimension("Currency", currency));
        }

        await using var page = await ShowAsync(
            Only(MoneyOf(label: ""), """ "singleValueFullPrecision":true""", "singleValue"),
            Only(MoneyOf(label: """ "label":"Sold",""" ), """ "singleValueFullPrecision":true""", "singleValue"));

        Assert.Equal(
            ["1.250", "$12.50", "¥1,234", "€3.00", "IQD 1.250", "$12.50 CAD", "¥1,234 JPY", "€3.00"],
            (await page.Page.Locator(".number-value").AllTextContentsAsync()).Select(text => text.Replace('\u00a0', ' ')));
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Long_numbers_stand_beside_or_below_each_other_and_never_on_each_other()
    {
        foreach (var currency in new[] { "IQD", "CAD", "JPY", "EUR", "USD", "IDR" })
        {
            site.Put("Fortune", minutesAgo: 2, 123_456_789_012_345, "None", new Dimension("Currency", currency));
        }

        await using var page = await ShowAsync(Only(
            """ [{"expression":"SEARCH('{Views,Currency} Fortune', 'Sum', 60)"}] """, """ "singleValueFullPrecision":true""", "singleValue"));

        Assert.Empty(await page.Page.Locator(".number-value").EvaluateAllAsync<string[]>(
            """
            values => values.flatMap((value, index) => values.slice(index + 1).filter((other) => {
              const range = (element) => { const of = document.createRange(); of.selectNodeContents(element); return of.getBoundingClientRect(); };
              const [a, b] = [range(value), range(other)];
              return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
            }).map((other) => value.textContent + ' and ' + other.textContent))
            """));
        Assert.Equal(6, await page.Page.Locator(".number-value").CountAsync());
    }

    private static string MoneyOf(string label) => string.Join(',', Currencies.Select(currency =>
        $$"""["Views","Money","Currency","{{currency}}",{{{(label.Length == 0 ? $"\"label\":\"{currency}\"," : label)}}"stat":"Sum"}]"""));

    [Fact]
    public async Task A_gauge_shows_its_value_on_its_scale()
    {
        await using var page = await ShowAsync(Metric("gauge", """ "yAxis":{"left":{"min":0,"max":50}},"annotations":{"horizontal":[{"value":45,"fill":"above","color":"#ff0000"}]}"""));

        await Expect(page.Page.Locator(".gauges .gauge").First).ToHaveAttributeAsync("aria-label", "a: 40, on a scale from 0 to 50.");
        await Expect(page.Page.Locator(".gauges .gauge").First.Locator("svg")).ToContainTextAsync("40");
        Assert.NotEqual(
            0, await page.Page.Locator(".gauges .gauge").First.Locator(
            "svg path[fill='#ff0000'], svg path[fill='rgb(255,0,0)'], svg path[stroke='#ff0000']").CountAsync());
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Bars_stand_in_their_order_with_their_values()
    {
        await using var page = await ShowAsync(Metric("bar", """ "setPeriodToTimeRange":true"""));

        await Expect(page.Page.Locator(".plot")).ToHaveAttributeAsync("aria-label", "A widget: a 70, b 15");
        var texts = await page.Page.Locator(".card svg text").AllTextContentsAsync();
        Assert.Superset(new HashSet<string> { "a", "b", "70", "15" }, texts.ToHashSet());
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task A_pie_shows_the_parts_and_the_whole()
    {
        await using var page = await ShowAsync(Metric("pie", """ "setPeriodToTimeRange":true,"labels":{"visible":true}"""));

        await Expect(page.Page.Locator(".plot")).ToHaveAttributeAsync("aria-label", "A widget: a 82.4%, b 17.6%");
        await Expect(page.Page.Locator(".card svg")).ToContainTextAsync("85");
        await Expect(page.Page.Locator(".card svg")).ToContainTextAsync("82.4%");
        Assert.Equal(["a", "b"], await page.Page.Locator(".legend-entry").AllTextContentsAsync());
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task A_table_has_a_row_for_each_series_its_summary_and_its_periods()
    {
        await using var page = await ShowAsync(Metric("table", """ "table":{"summaryColumns":["SUM","AVG","MIN","MAX"]}"""));

        await page.Page.Locator("tbody tr").First.WaitForAsync();
        Assert.Equal(
            ["a|70|23.33|10|40|40|20|10", "b|15|5|5|5|5|5|5"],
            await page.Page.Locator("tbody tr").EvaluateAllAsync<string[]>(
                "rows => rows.map(row => [...row.children].map(cell => cell.textContent).join('|'))"));
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Text_is_Markdown_and_markup_in_it_is_shown_and_not_obeyed()
    {
        await using var page = await ShowAsync("""{"type":"text","width":12,"height":6,"properties":{"markdown":"# Hello\n<img src=x onerror='window.bad=1'> **bold** [ok](https://example.com) [bad](javascript:window.bad=1)\n\n| a |\n| - |\n| b |"}}""");

        var text = page.Page.Locator(".markdown");
        await Expect(text.Locator("h1")).ToHaveTextAsync("Hello");
        await Expect(text).ToContainTextAsync("<img src=x onerror=");
        await Expect(text.Locator("td")).ToHaveTextAsync("b");
        Assert.Equal((1, 0), (await text.Locator("a").CountAsync(), await text.Locator("img").CountAsync()));
        Assert.Equal("undefined", await page.Page.EvaluateAsync<string>("typeof window.bad"));
        Assert.Empty(page.Complaints);
    }

    [Theory]
    [InlineData("""{"type":"log","width":12,"height":6,"properties":{"query":"SOURCE 'x'","region":"r"}}""", ".unsupported", "Log queries are not drawn here")]
    [InlineData("""{"type":"alarm","width":12,"height":6,"properties":{"alarms":["a"]}}""", ".unsupported", "Alarms are not drawn here")]
    [InlineData("""{"type":"metric","width":12,"height":6,"properties":{"region":"r","view":"timeSeries","trend":true,"metrics":[["Views","Value","Kind","a"]]}}""", ".note", "“trend” is not honoured here")]
    [InlineData("""{"type":"metric","width":12,"height":6,"properties":{"region":"r","metrics":[[{"expression":"SELECT MAX(Value) FROM Views"}]]}}""", ".message", "Metrics Insights queries (SELECT) are not supported")]
    [InlineData("""{"type":"metric","width":12,"height":6,"properties":{"region":"r","metrics":[["Views","Value","Kind","a",{"stat":"TM99"}]]}}""", ".message", "supported are SampleCount")]
    [InlineData("""{"type":"metric","width":12,"height":6,"properties":{"region":"r","metrics":[["Views","Nothing"]]}}""", ".message", "No data for this period")]
    public async Task What_is_not_drawn_is_said_in_its_widget(string widget, string place, string expected)
    {
        await using var page = await ShowAsync(widget);

        await Expect(page.Page.Locator($".card {place}")).ToContainTextAsync(expected, new() { Timeout = 60_000 });
    }

    private static string Metric(string view, string more) => Widget(view, Series, more);

    private static string Only(string metrics, string more, string view = "timeSeries") => Widget(view, $"[{metrics}]", more);

    private static string Widget(string view, string metrics, string more) =>
        $$$"""{"type":"metric","width":12,"height":6,"properties":{"title":"A widget","view":"{{{view}}}","region":"r","period":60,"liveData":true,"metrics":{{{metrics}}},{{{more}}}}}""";

    private async Task<WatchedPage> ShowAsync(params string[] widgets)
    {
        using var client = new AmazonCloudWatchClient(
            new Amazon.Runtime.BasicAWSCredentials("a", "b"), new AmazonCloudWatchConfig { ServiceURL =
                site.CloudWatch.Address.ToString(), AuthenticationRegion = "us-east-1" });
        await client.PutDashboardAsync(new PutDashboardRequest { DashboardName = "views", DashboardBody = $$"""{"widgets":[{{string.Join(',', widgets)}}]}""" });
        var page = await site.Browser.OpenAsync(site.Site.Address, "dashboards/#/views?range=15m&refresh=0", width: 1000, height: 700);
        await page.Page.Locator(".card").First.WaitForAsync();
        await Expect(page.Page.Locator(Chromium.Undrawn)).ToHaveCountAsync(0, new() { Timeout = 60_000 });
        return page;
    }

    private static Task<int> LinesAsync(ILocator card) => card.Locator("svg path[fill=none]").CountAsync();

    /// <summary>How many marks of a chart are round and large enough to be seen.</summary>
    private static Task<int> DotsAsync(ILocator card) => card.Locator("svg path").EvaluateAllAsync<int>(
        "paths => paths.map(path => path.getBoundingClientRect()).filter(({ width, height }) => width >= 8 && width <= 16 && "
            + "Math.abs(width - height) < 0.5).length");

    /// <summary>What stands beside the left axis, from below.</summary>
    private static async Task<IEnumerable<string>> TicksAsync(ILocator card) =>
        await card.Locator("svg text[text-anchor=end]").AllTextContentsAsync();
}
