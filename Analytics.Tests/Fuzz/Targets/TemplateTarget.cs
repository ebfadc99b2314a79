using System.Text;
using Analytics.Local.Templates;
using Analytics.Tests.Local.Templates;

namespace Analytics.Tests.Fuzz.Targets;

/// <summary>The template.</summary>
internal sealed class TemplateTarget : FuzzTarget
{
    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        File.ReadAllBytes(Parsed.OwnTemplate),
        .. Texts(
            Parsed.WithOutputs("""
                Name: {Value: !Sub ["${A}-${Fast}", {A: !Select [0, !Ref Zones]}]}
                Count: {Value: !If [IsProd, !FindInMap [Sizes, !Ref Stage, shards], !Join ["-", !Split [",", "a,b"]]]}
                Arn: {Value: !GetAtt Orders.Arn, Condition: IsDev}
                """),
            """{"Resources":{"S":{"Type":"AWS::Kinesis::Stream","Properties":{"ShardCount":{"Ref":"N"}}}},"Parameters":{"N":{"Type":"Number","Default":1,"AllowedPattern":"[0-9]+"}}}""",
            """
            Resources:
              Api: {Type: AWS::Serverless::HttpApi}
              F:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: h
                  Runtime: provided.al2023
                  CodeUri: .
                  Events:
                    Get: {Type: HttpApi, Properties: {ApiId: !Ref Api, Method: GET, Path: "/a/{b}"}}
            """),
    ];

    public override IReadOnlyList<byte[]> Words { get; } = Texts(
        "!Ref ", "!Sub ", "!GetAtt ", "!If [", "!Not [", "!Equals [", "!Join ", "!Select [", "!FindInMap [", "!Split [\"\", ", "Fn::Sub: ",
        "Fn::If: ", "Ref: ", "AWS::NoValue", "AWS::Region", "${", "}", "${AWS::StackName}", "${!a}", "${a.b.c}",
        "&a ", "*a", "<<: *a", "? ", "- ", "|\n", ">\n", "---\n", "...\n", "%YAML 1.2\n", "!!binary ", "!!set ", "\t", "'", "\"", "# ",
        ": ", "[", "]", "{", "}", "~", "null", "-1", "0", "1e999", "9223372036854775808", "99999999999999999999999999999999999",
        "AllowedPattern: \"(a+)+$\"", "AllowedPattern: \"(\"", "Type: AWS::DynamoDB::Table", "DependsOn: ", "Condition: ",
        "DeletionPolicy: ", "\0", "\ufeff", "\ud83d\ude00", "\\ud800");

    public override IReadOnlyList<byte[]> Nests { get; } = Texts("[", "{a: ", "- ", "!Not [", "!Sub [", "{\"Fn::Join\": [", "? ",
    "!If [a, ", "&a [*a, ", "[*a, ");

    // The own template alone takes some 12 MB to read: YamlDotNet makes an object of every scalar and mark.
    public override long MaxAllocated(int length) => 16L * 1024 * 1024 + 4_000L * length;

    public override int? JsonAt(byte[] input) => null;

    public override string Run(byte[] input)
    {
        try
        {
            var stack = Template.Parse(Encoding.UTF8.GetString(input), "t.yaml", Parsed.Settings()).Evaluate();
            return $"read {stack.Tables.Count} tables, {stack.Functions.Count} functions";
        }
        catch (TemplateException refusal)
        {
            Hold(
                refusal.Errors.Count > 0 && refusal.Errors.All(error => error.Message.Length > 0), () => "It is refused without a reason.");
            return $"refused {refusal.Errors[0].Message}";
        }
    }
}
