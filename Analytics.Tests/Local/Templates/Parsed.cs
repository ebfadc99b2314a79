using System.Runtime.CompilerServices;
using Analytics.Local.Templates;
using Xunit;

namespace Analytics.Tests.Local.Templates;

/// <summary>Templates for tests.</summary>
internal static class Parsed
{
    public static readonly string OwnTemplate = Path.Combine(Root(), "template.yaml");

    public static TemplateSettings Settings(params (string Name, string Value)[] overrides) => new()
    {
        StackName = "order-analytics",
        CodeDirectory = "/code",
        ParameterOverrides = overrides.ToDictionary(one => one.Name, one => one.Value),
    };

    public static StackDefinition Stack(string text, params (string Name, string Value)[] overrides) =>
        Template.Parse(text, "t.yaml", Settings(overrides)).Evaluate();

    /// <summary>The errors, a line each.</summary>
    public static string[] Errors(string text, params (string Name, string Value)[] overrides) =>
        [.. Assert.Throws<TemplateException>(() => Stack(text, overrides)).Errors.Select(error => error.ToString())];

    /// <summary>The outputs of a template with these outputs, and a table and a stream to refer to.</summary>
    public static IReadOnlyDictionary<string, string> Outputs(string outputs, params (string Name, string Value)[] overrides) =>
        Stack(WithOutputs(outputs), overrides).Outputs;

    /// <summary>A template with a parameter, a mapping, conditions, a table and a stream; the outputs begin at line 26.</summary>
    public static string WithOutputs(string outputs) => $$"""
        Parameters:
          Stage: {Type: String, Default: dev, AllowedValues: [dev, prod]}
          Zones: {Type: CommaDelimitedList, Default: "a, b"}
        Mappings:
          Sizes:
            dev: {shards: 1}
            prod: {shards: 8}
        Conditions:
          IsProd: !Equals [!Ref Stage, prod]
          IsDev: !Not [!Condition IsProd]
          Either: !Or [Condition: IsProd, !Condition IsDev]
          Both: {Fn::And: [!Condition IsProd, !Condition IsDev]}
        Resources:
          Orders:
            Type: AWS::DynamoDB::Table
            Properties:
              BillingMode: PAY_PER_REQUEST
              AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
              KeySchema: [{AttributeName: id, KeyType: HASH}]
              StreamSpecification: {StreamViewType: NEW_IMAGE}
          Fast:
            Type: AWS::Kinesis::Stream
            Properties: {Name: !Sub "fast-${Stage}", ShardCount: !FindInMap [Sizes, !Ref Stage, shards]}
          Failed: {Type: AWS::SQS::Queue}
        Outputs:
        {{string.Join('\n', outputs.ReplaceLineEndings("\n").Split('\n').Select(line => "  " + line))}}
        """;

    private static string Root([CallerFilePath] string here = "")
    {
        var directory = new FileInfo(here).Directory;
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "template.yaml")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("There is no template.yaml above the tests.");
    }
}
