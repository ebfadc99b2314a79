using Analytics.Local.Templates;
using Xunit;

namespace Analytics.Tests.Local.Templates;

/// <summary>Function URLs, for which the gateway stands in.</summary>
public class FunctionUrlReaderTests
{
    private const string Text = """
        Resources:
          F:
            Type: AWS::Serverless::Function
            Properties: {Handler: f, Runtime: provided.al2023}
          U:
            Type: AWS::Lambda::Url
            Metadata: {LocalRoute: {RouteKey: GET /a, AuthorizationType: AWS_IAM}}
            Properties: {TargetFunctionArn: !GetAtt F.Arn, AuthType: AWS_IAM, InvokeMode: RESPONSE_STREAM}
        Outputs:
          Url: {Value: !GetAtt U.FunctionUrl}
        """;

    [Fact]
    public void A_URL_is_a_route_here_and_its_function_starts_when_it_is_called()
    {
        var stack = Parsed.Stack(Text);

        var route = Assert.Single(stack.Api!.Routes);
        Assert.Equal(("GET /a", "F", true), (route.Key, route.FunctionLogicalId, route.IsStreamed));
        Assert.IsType<RouteAccess.Iam>(route.Access);
        Assert.True(Assert.Single(stack.Functions).StartsOnDemand);
        Assert.StartsWith("https://", stack.Outputs["Url"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_URL_that_does_not_stream_is_a_route_like_others() => Assert.False(
        Parsed.Stack(Text.Replace(", InvokeMode: RESPONSE_STREAM", "", StringComparison.Ordinal)).Api!.Routes[0].IsStreamed);

    [Theory]
    [InlineData(
        "LocalRoute: {", "Other: {",
        "U: Properties.TargetFunctionArn: The local host has one address, so Metadata must say in LocalRoute which route of it this is.")]
    [InlineData(
        "!GetAtt F.Arn,", "arn:of:another,",
        "U: Properties.TargetFunctionArn: It must be the ARN of an AWS::Serverless::Function of the template, not 'arn:of:another'.")]
    [InlineData("RouteKey: GET /a", "RouteKey: get /a", "U: Metadata.LocalRoute.RouteKey: It must be $default, or a method and a path")]
    [InlineData("RESPONSE_STREAM", "STREAM", "U: Properties.InvokeMode: The local host knows BUFFERED, RESPONSE_STREAM, not 'STREAM'.")]
    [InlineData("RouteKey: GET /a,", "RouteKey: GET /a, Key: b,", "U: Metadata.LocalRoute.Key: The local host does not understand this")]
    public void What_is_wrong_is_reported(string there, string instead, string error)
    {
        Assert.Contains(there, Text, StringComparison.Ordinal);

        Assert.Contains(
            Parsed.Errors(Text.Replace(there, instead, StringComparison.Ordinal)),
            found => found.Contains(error, StringComparison.Ordinal));
    }
}
