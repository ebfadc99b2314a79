using Analytics.Local.EventSources.Mappings;
using Analytics.Local.Templates;
using Xunit;

namespace Analytics.Tests.Local.Templates;

public class TemplateTests
{
    private const string Function = """
        Resources:
          F:
            Type: AWS::Serverless::Function
            Properties:
              Runtime: provided.al2023
              Handler: f
        """;

    [Fact]
    public async Task The_products_own_template_is_understood_whole()
    {
        var template = await Template.LoadAsync(Parsed.OwnTemplate, Parsed.Settings(), default);
        var stack = template.Evaluate(
            new Dictionary<(string, string), string> { [("OrdersTable", "StreamArn")] = "arn:aws:dynamodb:here:0:table/t/stream/1" });

        Assert.Equal(
            ["POST /orders", "GET /orders", "HEAD /orders", "GET /orders/{orderId}", "HEAD /orders/{orderId}",
             "PUT /orders/{orderId}/lines", "POST /orders/{orderId}/refunds", "POST /orders/{orderId}/cancel", "$default",
             "GET /aggregates/totals", "HEAD /aggregates/totals", "GET /aggregates/items", "HEAD /aggregates/items",
             "GET /aggregates/items/{sku}", "HEAD /aggregates/items/{sku}", "GET /aggregates/series", "HEAD /aggregates/series",
             "GET /aggregates/summary", "HEAD /aggregates/summary",
             "GET /aggregates/explain", "HEAD /aggregates/explain", "GET /aggregates/metrics", "HEAD /aggregates/metrics",
             .. new[] { "goals", "marks", "alerts" }.SelectMany(kind => new[]
             {
                 $"GET /{kind}", $"HEAD /{kind}", $"GET /{kind}/{{id}}", $"HEAD /{kind}/{{id}}", $"PUT /{kind}/{{id}}",
                 $"DELETE /{kind}/{{id}}",
             }),
             "POST /alerts/try", "GET /openapi.json", "HEAD /openapi.json"],
            stack.Api!.Routes.Select(route => route.Key));
        Assert.Equal(["OrdersTable", "AggregatesTable"], stack.Tables.Select(table => table.LogicalId));
        Assert.Equal(new StreamDefinition("OrderStream", "order-analytics-OrderStream", 1), Assert.Single(stack.Streams));

        var analytics = stack.Functions.Single(function => function.LogicalId == "AnalyticsFunction");
        Assert.Equal(
            ("analytics", TimeSpan.FromSeconds(60), 512, "/code"),
            (analytics.Handler, analytics.Timeout, analytics.MemorySizeMb, analytics.CodeDirectory));
        Assert.Equal("arn:aws:lambda:us-east-1:000000000000:function:order-analytics-AnalyticsFunction", analytics.Arn);
        Assert.Equal("order-analytics-OrdersTable", analytics.Environment["ORDERS_TABLE"]);
        Assert.Equal("4", analytics.Environment["LANES"]);

        var sure = Assert.Single(stack.EventSources, source => source.Mapping.Kind == EventSourceKind.DynamoDb).Mapping;
        Assert.Equal(
            new EventSourceMappingDefinition
            {
                Name = "AnalyticsFunction.TableStream",
                Kind = EventSourceKind.DynamoDb,
                StreamArn = "arn:aws:dynamodb:here:0:table/t/stream/1",
                BatchSize = 1000,
                MaximumBatchingWindow = TimeSpan.Zero,
                StartingPosition = StartingPosition.TrimHorizon,
                MaximumRecordAge = TimeSpan.FromHours(23),
                MaximumRetryAttempts = null,
                BisectBatchOnFunctionError = true,
                ReportBatchItemFailures = true,
                FilterPatterns = sure.FilterPatterns,
                OnFailureDestinationArn = "arn:aws:sqs:us-east-1:000000000000:order-analytics-FailedBatches",
            },
            sure);
    }

    [Fact]
    public void All_unsupported_parts_are_reported_at_once_each_with_line_resource_and_property() =>
        Assert.Equal(
            [
                "t.yaml:3: Hooks: The local host does not understand this section.",
                "t.yaml:6: A: Properties.ShardCout: The local host does not understand this property.",
                "t.yaml:8: B: Type: The local host does not understand resources of type AWS::S3::Bucket; it knows "
                    + "AWS::Serverless::Function, AWS::Lambda::Url, AWS::Lambda::EventSourceMapping, AWS::Serverless::HttpApi, "
                    + "AWS::ApiGatewayV2::Api, "
                    + "AWS::ApiGatewayV2::Stage, "
                    + "AWS::ApiGatewayV2::Route, AWS::ApiGatewayV2::Integration, AWS::ApiGatewayV2::Authorizer, AWS::SQS::Queue, "
                    + "AWS::Kinesis::Stream, AWS::DynamoDB::Table, AWS::CloudWatch::Alarm.",
                "t.yaml:11: C: UpdatePolicy: The local host does not understand this attribute of a resource.",
                "t.yaml:13: C: Properties.BillingMode: The local host knows PROVISIONED, PAY_PER_REQUEST, not 'FREE'.",
                "t.yaml:13: C: Properties.ProvisionedThroughput: It is needed unless BillingMode is PAY_PER_REQUEST.",
                "t.yaml:15: C: Properties.KeySchema[0].KeyTyp: The local host does not understand this property.",
            ],
            Parsed.Errors("""
                AWSTemplateFormatVersion: "2010-09-09"
                Description: ""
                Hooks: {}
                Resources:
                  A:
                    Properties: {ShardCout: 1}
                    Type: AWS::Kinesis::Stream
                  B: {Type: AWS::S3::Bucket}
                  C:
                    Type: AWS::DynamoDB::Table
                    UpdatePolicy: {}
                    Properties:
                      BillingMode: FREE
                      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
                      KeySchema: [{AttributeName: id, KeyTyp: HASH}]
                """));

    [Fact]
    public void Properties_without_effect_here_are_accepted_and_their_references_still_checked() =>
        Assert.Equal(
            ["t.yaml:7: F: Properties.Policies[0].Statement[0].Resource: There is no resource Nobody."],
            Parsed.Errors(Function + "\n      Policies: [{Statement: [{Resource: !GetAtt Nobody.Arn}]}]"));

    [Fact]
    public void Types_without_meaning_here_are_accepted() =>
        Assert.Empty(Parsed.Stack("""
            Resources:
              Group: {Type: AWS::Logs::LogGroup, Properties: {Anything: 1}}
              Role: {Type: AWS::IAM::Role}
            """).Functions);

    [Fact]
    public void A_resource_whose_condition_does_not_hold_is_not_there() =>
        Assert.Empty(Parsed.Stack("""
            Conditions: {Never: !Equals [a, b]}
            Resources:
              S: {Type: AWS::Kinesis::Stream, Condition: Never}
            """).Streams);

    [Fact]
    public void A_property_set_to_no_value_is_not_there() =>
        Assert.Equal(
            TimeSpan.FromSeconds(3), Assert.Single(Parsed.Stack(Function + "\n      Timeout: !Ref AWS::NoValue").Functions).Timeout);

    [Fact]
    public void A_function_s_own_properties_override_globals()
    {
        var function = Assert.Single(Parsed.Stack("""
            Globals:
              Function:
                Runtime: provided.al2023
                Timeout: 5
                MemorySize: 256
                Environment: {Variables: {A: global, B: global}}
            Resources:
              F:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: f
                  Timeout: 9
                  Environment: {Variables: {B: own, C: own}}
            """).Functions);

        Assert.Equal(TimeSpan.FromSeconds(9), function.Timeout);
        Assert.Equal(256, function.MemorySizeMb);
        Assert.Equal(new Dictionary<string, string> { ["A"] = "global", ["B"] = "own", ["C"] = "own" }, function.Environment);
    }

    [Theory]
    [InlineData("Runtime: python3.12", "Properties.Runtime: The local host knows provided.al2023, provided.al2, not 'python3.12'.")]
    [InlineData("Runtime: provided.al2, Timeout: 901", "Properties.Timeout: It must be a whole number from 1 to 900, not '901'.")]
    [InlineData("Runtime: provided.al2, Events: {E: {Type: SQS}}",
        "Properties.Events.E.Type: The local host knows HttpApi, Kinesis, DynamoDB, Schedule, ScheduleV2, not 'SQS'.")]
    [InlineData("Runtime: provided.al2, Events: {E: {Type: HttpApi, Properties: {Method: GET}}}",
        "Properties.Events.E.Properties.Path: Method and Path are given together, or neither for the default route.")]
    [InlineData("Runtime: provided.al2, Events: {E: {Type: Kinesis, Properties: {StartingPosition: LATEST, Stream: s}}}",
        "Properties.Events.E.Properties.Stream: It must be the ARN of a stream of this type, not 's'.")]
    [InlineData("Runtime: provided.al2, Layers: [x]", "Properties.Layers: The local host does not understand this property.")]
    public void A_function_that_could_not_run_as_written_is_refused(string properties, string error) =>
        Assert.Equal(
            [$"t.yaml:1: F: {error}"],
            Parsed.Errors($"Resources: {{F: {{Type: AWS::Serverless::Function, Properties: {{Handler: f, {properties}}}}}}}"));

    [Fact]
    public void Broken_YAML_is_named_with_its_line() =>
        Assert.StartsWith("t.yaml:3: YAML: ", Assert.Single(Parsed.Errors("Resources:\n  A: [1\n")), StringComparison.Ordinal);

    [Fact]
    public async Task A_template_that_is_not_there_is_named() =>
        Assert.Contains(
            "There is no such file.",
            (await Assert.ThrowsAsync<TemplateException>(() => Template.LoadAsync("/no/template.yaml", Parsed.Settings(), default)))
                .Message,
            StringComparison.Ordinal);
}
