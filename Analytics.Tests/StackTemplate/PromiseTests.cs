using Analytics.Functions;
using Analytics.Functions.Runtime;
using Analytics.Local.EventSources.Mappings;
using Analytics.Local.Templates;
using Analytics.Storage;
using Xunit;

namespace Analytics.Tests.StackTemplate;

/// <summary>What exact aggregates need of template.yaml. Each test also breaks its property and sees that it is found.</summary>
public class PromiseTests
{
    // LATEST would skip what was written before the mapping is ready. A batch that is given up must be reported, and no mapping may retry a
    // batch for longer than the stream has it: the message about it would come after the records are gone.
    [Theory]
    [InlineData("StartingPosition: TRIM_HORIZON", "StartingPosition: LATEST")]
    [InlineData("MaximumRecordAgeInSeconds: 82800", "MaximumRecordAgeInSeconds: 90000")]
    [InlineData("MaximumRecordAgeInSeconds: 82800", "MaximumRecordAgeInSeconds: -1")]
    [InlineData("MaximumRetryAttempts: 20", "MaximumRetryAttempts: -1")]
    [InlineData("BisectBatchOnFunctionError: true", "BisectBatchOnFunctionError: false")]
    [InlineData("FunctionResponseTypes: [ReportBatchItemFailures]", "FunctionResponseTypes: []")]
    [InlineData("      DestinationConfig:\n        OnFailure:\n          Destination: !GetAtt FailedBatches.Arn\n", "")]
    public void Streams_are_read_from_their_beginning_and_what_is_given_up_is_reported(string part, string broken) => OwnTemplate.Keeps(
        template => template.Stack().EventSources.Select(source => source.Mapping).SelectMany(mapping => new[]
        {
            (mapping.StartingPosition == StartingPosition.TrimHorizon, "begins late"),
            (mapping.MaximumRecordAge is { } age && age < TimeSpan.FromHours(24), "tries for longer than the records are there"),
            (mapping.Kind == EventSourceKind.DynamoDb || mapping.MaximumRetryAttempts is not null, "Kinesis has no bound of retries"),
            (mapping.BisectBatchOnFunctionError, "one bad record stops a batch"),
            (mapping.ReportBatchItemFailures, "a whole batch is repeated"),
            (mapping.OnFailureDestinationArn is not null, "what is given up is reported nowhere"),
        }.Where(check => !check.Item1).Select(check => $"{mapping.Name}: {check.Item2}")), part, broken);

    [Theory]
    [InlineData("AttributeName: expires", "AttributeName: ttl")]
    [InlineData("AttributeName: expires\n        Enabled: true", "AttributeName: expires\n        Enabled: false")]
    [InlineData("StreamSpecification:\n        StreamViewType: NEW_AND_OLD_IMAGES",
        "StreamSpecification:\n        StreamViewType: NEW_AND_OLD_IMAGES\n      TimeToLiveSpecification:\n        AttributeName: expires\n"
            + "        Enabled: true")]
    public void Aggregates_expire_by_the_attribute_that_the_code_writes_and_orders_never(string part, string broken) => OwnTemplate.Keeps(
        template => template.Stack().Tables
            .Where(table => table.TimeToLiveAttribute != (table.LogicalId == "AggregatesTable" ? MinuteItem.Expires : null))
            .Select(table => $"{table.LogicalId} expires by {table.TimeToLiveAttribute}"), part, broken);

    [Theory]
    [InlineData("AttributeName: pk\n", "AttributeName: key\n")]
    [InlineData("IndexName: byMinute", "IndexName: byDay")]
    [InlineData("IndexName: byCustomer", "IndexName: customers")]
    [InlineData("StreamViewType: NEW_AND_OLD_IMAGES", "StreamViewType: NEW_IMAGE")]
    public void Tables_have_the_keys_indexes_and_images_that_the_code_uses(string part, string broken) => OwnTemplate.Keeps(
        template =>
        {
            var shapes = template.Stack().Tables.ToDictionary(table => table.LogicalId, Shape);
            return new[]
            {
                ("OrdersTable", $"{OrderItem.Key}; {OrderIndex.Name} {OrderItem.PlacedIn} {OrderItem.PlacedAt}, {OrderPages.CustomerIndex} "
                    + $"{OrderItem.CustomerId} {OrderItem.PlacedAt}; NEW_AND_OLD_IMAGES"),
                ("AggregatesTable", $"{MinuteItem.PartitionKey} {MinuteItem.SortKey}; ; "),
            }.Where(expected => shapes[expected.Item1] != expected.Item2).Select(expected => $"{shapes[expected.Item1]}");
        }, part, broken);

    [Theory]
    [InlineData("    DeletionPolicy: RetainExceptOnCreate", "    DeletionPolicy: Delete")]
    [InlineData("    UpdateReplacePolicy: Retain\n", "")]
    [InlineData("        PointInTimeRecoveryEnabled: true", "        PointInTimeRecoveryEnabled: false")]
    [InlineData("      DeletionProtectionEnabled: !Ref DeletionProtection\n", "")]
    public void Tables_outlive_their_stack_and_can_be_restored(string part, string broken) => OwnTemplate.Keeps(
        template => template.OfType("AWS::DynamoDB::Table").Where(table =>
                OwnTemplate.Scalar(table.Resource, "DeletionPolicy") != "RetainExceptOnCreate"
                || OwnTemplate.Scalar(table.Resource, "UpdateReplacePolicy") != "Retain"
                || OwnTemplate.Scalar(table.Properties, "DeletionProtectionEnabled") != "!Ref DeletionProtection"
                || table.Properties.Find("PointInTimeRecoverySpecification")?.Value is not TemplateNode.Mapping recovery
                || OwnTemplate.Scalar(recovery, "PointInTimeRecoveryEnabled") != "true")
            .Select(table => table.Name), part, broken);

    // RangePlan.FinalizationDelay is computed from this minute.
    [Theory]
    [InlineData("Timeout: 60", "Timeout: 120")]
    public void The_analytics_function_ends_before_rollups_are_summed(string part, string broken) => OwnTemplate.Keeps(
        template => template.Stack().Functions
            .Where(function => function.Handler == "analytics" && function.Timeout > TimeSpan.FromMinutes(1))
            .Select(function => $"{function.LogicalId} may run for {function.Timeout}"), part, broken);

    [Theory]
    [InlineData("LANES: !Ref Lanes", "LANE_COUNT: !Ref Lanes")]
    [InlineData("LANES: !Ref Lanes", "LANES: !Ref Lanes\n        FORGOTTEN: x")]
    [InlineData("DIMENSIONS: !Ref Dimensions", "DIMENSION: !Ref Dimensions")]
    [InlineData("LANES: !Ref Lanes", "LANES: \"3\"")]
    public void Functions_get_the_variables_that_the_code_reads_and_no_others(string part, string broken) => OwnTemplate.Keeps(
        template =>
        {
            var (read, set, wrong) = (new HashSet<string>(), new HashSet<string>(), new List<string>());
            foreach (var function in template.Stack(AllFunctions).Functions)
            {
                set.UnionWith(function.Environment.Keys);
                try
                {
                    FunctionSettings.Read(name =>
                    {
                        read.Add(name);
                        return function.Environment.GetValueOrDefault(name);
                    });
                }
                catch (InvalidOperationException refused)
                {
                    wrong.Add($"{function.LogicalId}: {refused.Message}");
                }
            }

            // Some are of one function only.
            return wrong.Concat(read.Except(set).Select(name => $"{name} is not set"))
                .Concat(set.Except(read).Select(name => $"{name} is not read"));
        }, part, broken);

    [Theory]
    [InlineData("Handler: drift", "Handler: check")]
    [InlineData("Handler: orders", "Handler: analytics")]
    public void Every_handler_of_the_executable_is_one_function(string part, string broken) => OwnTemplate.Keeps(
        template => template.Stack(AllFunctions).Functions.Select(function => function.Handler).GroupBy(handler => handler)
            .Where(same => same.Count() > 1).Select(same => same.Key)
            .Concat(FunctionHandlers.All.Except(template.Stack(AllFunctions).Functions.Select(function => function.Handler)))
            .Concat(template.Stack().Functions.Select(function => function.Handler).Except(FunctionHandlers.All)), part, broken);

    private static (string Name, string Value)[] AllFunctions =>
    [
        ("Access", "JWT"), ("JwtIssuer", "https://idp.example"), ("JwtAudience", "shop"), ("Live", "iam"), ("Page", "on"),
        ("PageClientId", "page"),
    ];

    private static string Shape(TableDefinition table) => string.Join(' ', table.Keys.Select(key => key.Attribute)) + "; "
        + string.Join(", ", table.GlobalIndexes.Select(index =>
            $"{index.Name} {string.Join(' ', index.Keys.Select(key => key.Attribute))}")) + "; " + table.StreamViewType;
}
