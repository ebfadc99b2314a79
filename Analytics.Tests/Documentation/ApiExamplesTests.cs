using Amazon.Lambda.APIGatewayEvents;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Documentation;

/// <summary>
/// The examples of <c>docs/api.md</c>, sent to the API of a shop without orders, and those of <c>docs/questions.md</c>, sent to the one that
/// the document describes.
/// </summary>
public class ApiExamplesTests
{
    private static readonly Dictionary<string, IReadOnlyDictionary<int, IReadOnlyList<ApiExample>>> Examples =
        new[] { "api.md", "questions.md" }.ToDictionary(document => document, document =>
            ApiExample.ReadAll(File.ReadAllLines(Path.Combine(Repository.Root, "docs", document))));

    public static TheoryData<string, int> Lines
    {
        get
        {
            var lines = new TheoryData<string, int>();
            foreach (var (document, line) in Examples.SelectMany(document => document.Value.Keys.Select(line => (document.Key, line))))
            {
                lines.Add(document, line);
            }

            return lines;
        }
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task An_example_is_answered_as_the_document_says(string document, int line)
    {
        var bench = new ApiBench();
        if (document == "questions.md")
        {
            await bench.CountAsync(ExampleShop.Changes);
        }

        var orderId = "";
        foreach (var example in Examples[document][line])
        {
            var answer = await bench.SendAsync(example.Request(orderId));

            var difference = example.DifferenceFrom(answer);
            Assert.True(difference is null, $"docs/{document}:{line}, {example.Method} {example.Target}: {difference}");
            orderId = ApiExample.OrderIdOf(answer) ?? orderId;
        }
    }

    [Theory]
    [InlineData("""{"a":1}""", """{"a":1,"b":2}""", true)]
    [InlineData("""{"b":1}""", """{"a":1}""", false)]
    [InlineData("""{"a":[{"b":1}]}""", """{"a":[{"b":2}]}""", false)]
    [InlineData("""{"a":[]}""", """{"a":[1]}""", false)]
    [InlineData("""{"a":"x…z"}""", """{"a":"xyz"}""", true)]
    [InlineData("""{"a":"x…z"}""", """{"a":"xy"}""", false)]
    [InlineData("""{"a":null}""", """{"a":"x"}""", false)]
    public void An_answer_must_have_what_its_example_shows(string example, string answer, bool isSame) => Assert.Equal(
        isSame,
        ApiExample.ReadAll(["```http", "GET /", "", "200", example, "```"])[1][0].DifferenceFrom(
            new APIGatewayHttpApiV2ProxyResponse { StatusCode = 200, Headers = new Dictionary<string, string>(), Body = answer }) is null);
}
