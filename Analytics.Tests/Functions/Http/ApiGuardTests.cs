using Amazon.DynamoDBv2;
using Analytics.Functions.Http;
using Analytics.Tests.Fuzz;
using Xunit;

namespace Analytics.Tests.Functions.Http;

public class ApiGuardTests
{
    // Codes of the Amazon DynamoDB Developer Guide, Error handling: what the service refuses under load is worth another try.
    [Theory]
    [InlineData("ProvisionedThroughputExceededException", 503)]
    [InlineData("ThrottlingException", 503)]
    [InlineData("RequestLimitExceeded", 503)]
    [InlineData("InternalServerError", 503)]
    [InlineData("AccessDeniedException", 500)]
    [InlineData("ResourceNotFoundException", 500)]
    [InlineData("ValidationException", 500)]
    [InlineData("UnrecognizedClientException", 500)]
    public async Task Only_a_call_that_may_succeed_later_is_worth_another_try(string code, int status)
    {
        var answer = await ApiGuard.RunAsync(
            new StubContext(), TimeProvider.System, _ => throw new AmazonDynamoDBException("refused") { ErrorCode = code });

        Assert.Equal((status, status == 503), (answer.StatusCode, answer.Headers.ContainsKey("Retry-After")));
    }
}
