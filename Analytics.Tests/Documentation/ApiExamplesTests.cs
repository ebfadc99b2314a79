using Amazon.Lambda.APIGatewayEvents;
using Xunit;

namespace Analytics.Tests.Documentation;

/// <summary>
/// The examples of <c>docs/api.md</c>, sent to the API of a shop without orders, and those of <c>docs/questions.md</c>, sent to the API of
/// the shop that the document describes.
/// </summary>
public class ApiExamplesTests
{
    public static TheoryData<string, int> Lines => GuideExamples.Lines;

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task An_example_is_answered_as_the_document_says(string document, int line)
    {
        var bench = await GuideExamples.BenchAsync(document);
        var orderId = "";
        foreach (var example in GuideExamples.Of(document, line))
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
