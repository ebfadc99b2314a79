using Analytics.Local.Templates;
using Xunit;

namespace Analytics.Tests.Local.Templates;

/// <summary>Routes that are resources of their own.</summary>
public class RouteReaderTests
{
    [Fact]
    public void A_route_has_its_function_its_time_and_its_access()
    {
        var api = Parsed.Stack(Template()).Api!;

        Assert.Equal(("Api", "api"), (api.LogicalId, api.ApiId));
        Assert.Equal(
            [("GET /a", "F", 5), ("$default", "F", 5)],
            api.Routes.Select(route => (route.Key, route.FunctionLogicalId, (int)route.Timeout.TotalSeconds)));
        var jwt = Assert.IsType<RouteAccess.Jwt>(api.Routes[0].Access);
        Assert.Equal(("https://idp.example", "shop", "read"), (jwt.Authorizer.Issuer, jwt.Authorizer.Audiences[0], jwt.Scopes[0]));
        Assert.IsType<RouteAccess.Iam>(api.Routes[1].Access);
    }

    [Theory]
    [InlineData(
        "RouteKey: GET /a", "RouteKey: get /a",
        "R: Properties.RouteKey: It must be $default, or a method and a path as 'GET /path'; got 'get /a'.")]
    [InlineData(
        "integrations/${I}", "functions/${I}",
        "R: Properties.Target: It must be integrations/ and the id of an integration, not ")]
    [InlineData("integrations/${I}", "integrations/other", "R: Properties.Target: There is no such resource in the template: 'other'.")]
    [InlineData("AuthorizerId: !Ref J", "AuthorizerId: K", "R: Properties.AuthorizerId: There is no such resource in the template: 'K'.")]
    [InlineData("AuthorizerId: !Ref J, ", "", "R: Properties.AuthorizationType: AuthorizationType JWT needs an AuthorizerId.")]
    [InlineData(
        "AuthorizationType: JWT", "AuthorizationType: CUSTOM",
        "R: Properties.AuthorizationType: The local host knows NONE, AWS_IAM, JWT, not 'CUSTOM'.")]
    [InlineData(
        "AuthorizationType: AWS_IAM", "AuthorizationType: AWS_IAM, AuthorizerId: !Ref J",
        "D: Properties.AuthorizerId: A route of AuthorizationType AWS_IAM has no authorizer.")]
    [InlineData(
        "!GetAtt F.Arn", "arn:of:another",
        "I: Properties.IntegrationUri: It must be the ARN of an AWS::Serverless::Function of the template, not 'arn:of:another'.")]
    [InlineData(
        "PayloadFormatVersion: '2.0'", "PayloadFormatVersion: '1.0'",
        "I: Properties.PayloadFormatVersion: The local host knows 2.0, not '1.0'.")]
    [InlineData(
        "Issuer: 'https://idp.example'", "Issuer: 'http://a.example'",
        "J: Properties.JwtConfiguration.Issuer: It must be an https address, or an http address of this machine; got 'http://a.example'.")]
    [InlineData("Audience: [shop]", "Audience: []", "J: Properties.JwtConfiguration.Audience: It must name at least one audience.")]
    [InlineData(
        "$request.header.Authorization", "$request.querystring.token",
        "J: Properties.IdentitySource: The local host reads tokens from $request.header.Authorization only.")]
    [InlineData("GET /a: {", "GET /b: {", "S: Properties.RouteSettings: There is no route GET /b.")]
    [InlineData("RouteKey: $default", "RouteKey: GET /a", "D: Properties.RouteKey: There are two routes GET /a.")]
    public void What_could_not_be_deployed_is_refused(string there, string instead, string error)
    {
        var template = Template();
        Assert.Contains(there, template, StringComparison.Ordinal);

        Assert.Contains(
            Parsed.Errors(template.Replace(there, instead, StringComparison.Ordinal)),
            one => one.Contains(error, StringComparison.Ordinal));
    }

    private static string Template() => """
        Resources:
          Api: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: shop, ProtocolType: HTTP}}
          R:
            Type: AWS::ApiGatewayV2::Route
            Properties: {ApiId: !Ref Api, RouteKey: GET /a, Target: !Sub "integrations/${I}",
              AuthorizationType: JWT, AuthorizerId: !Ref J, AuthorizationScopes: [read]}
          D:
            Type: AWS::ApiGatewayV2::Route
            Properties: {ApiId: !Ref Api, RouteKey: $default, Target: !Sub "integrations/${I}", AuthorizationType: AWS_IAM}
          I:
            Type: AWS::ApiGatewayV2::Integration
            Properties: {ApiId: !Ref Api, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt F.Arn, PayloadFormatVersion: '2.0',
              TimeoutInMillis: 5000}
          J:
            Type: AWS::ApiGatewayV2::Authorizer
            Properties: {ApiId: !Ref Api, Name: j, AuthorizerType: JWT, IdentitySource: [$request.header.Authorization],
              JwtConfiguration: {Issuer: 'https://idp.example', Audience: [shop]}}
          S:
            Type: AWS::ApiGatewayV2::Stage
            Properties: {ApiId: !Ref Api, StageName: $default, AutoDeploy: true,
              RouteSettings: {GET /a: {ThrottlingRateLimit: 1}}}
          F: {Type: AWS::Serverless::Function, Properties: {Runtime: provided.al2023, Handler: f}}
        """;
}
