using System.Text;
using Analytics.Local.EventSources.Policies;
using Xunit;

namespace Analytics.Tests.Local.EventSources;

public class BatchResponseTests
{
    [Theory]
    [InlineData("", 4, "an empty answer is full success")]
    [InlineData("  ", 4, "and so is white space")]
    [InlineData("null", 4, "null")]
    [InlineData("{}", 4, "no list")]
    [InlineData("""{"batchItemFailures":null}""", 4, "null for the list")]
    [InlineData("""{"batchItemFailures":[]}""", 4, "an empty list")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":"12"}]}""", 2, "the third record and what follows")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":"13"},{"itemIdentifier":"11"}]}""", 1, "the lowest counts, wherever it stands")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":"10"}]}""", 0, "the first record: nothing is done")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":""}]}""", 0, "an empty identifier fails the batch")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":null}]}""", 0, "a null one too")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":13}]}""", 0, "a number is no identifier")]
    [InlineData("""{"batchItemFailures":[{"identifier":"13"}]}""", 0, "a bad key name")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":"99"}]}""", 0, "an identifier that is not in the batch")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":"13"},{"itemIdentifier":"99"}]}""", 0, "even beside one that is")]
    [InlineData("""{"batchItemFailures":["13"]}""", 0, "an entry that is no object")]
    [InlineData("""{"batchItemFailures":"13"}""", 0, "a list that is none")]
    [InlineData("\"done\"", 0, "an answer of another kind")]
    [InlineData("{", 0, "an answer that is not JSON")]
    public void First_record_to_try_again(string answer, int expected, string because)
    {
        int actual = BatchResponse.FirstFailed(Encoding.UTF8.GetBytes(answer), Some.Records(10, 4));

        Assert.True(expected == actual, $"{because}: expected {expected}, was {actual}");
    }
}
