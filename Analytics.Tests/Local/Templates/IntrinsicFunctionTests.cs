using Xunit;

namespace Analytics.Tests.Local.Templates;

public class IntrinsicFunctionTests
{
    [Theory]
    [InlineData("!Ref Stage", "dev")]
    [InlineData("{Ref: Stage}", "dev")]
    [InlineData("!Ref Orders", "order-analytics-Orders")]
    [InlineData("!Ref Fast", "fast-dev")]
    [InlineData("!Ref Failed", "https://sqs.us-east-1.amazonaws.com/000000000000/order-analytics-Failed")]
    [InlineData("!Ref AWS::Region", "us-east-1")]
    [InlineData("!GetAtt Orders.Arn", "arn:aws:dynamodb:us-east-1:000000000000:table/order-analytics-Orders")]
    [InlineData("!GetAtt Fast.Arn", "arn:aws:kinesis:us-east-1:000000000000:stream/fast-dev")]
    [InlineData("{Fn::GetAtt: [Failed, Arn]}", "arn:aws:sqs:us-east-1:000000000000:order-analytics-Failed")]
    [InlineData(
        "!Sub \"${Stage}/${AWS::AccountId}/${Fast.Arn}\"", "dev/000000000000/arn:aws:kinesis:us-east-1:000000000000:stream/fast-dev")]
    [InlineData("!Sub \"a ${!Stage} b\"", "a ${Stage} b")]
    [InlineData("!Sub [\"${x}-${Stage}\", {x: !Ref Fast}]", "fast-dev-dev")]
    [InlineData("!Join [\"-\", [a, !Ref Stage, c]]", "a-dev-c")]
    [InlineData("!Join [\"+\", !Ref Zones]", "a+b")]
    [InlineData("!Select [1, !Split [\",\", \"a,b,c\"]]", "b")]
    [InlineData("!Select [\"0\", !Ref Zones]", "a")]
    [InlineData("!FindInMap [Sizes, !Ref Stage, shards]", "1")]
    [InlineData("!If [IsProd, yes, no]", "no")]
    [InlineData("!If [IsDev, yes, no]", "yes")]
    [InlineData("!If [Either, yes, no]", "yes")]
    [InlineData("!If [Both, yes, no]", "no")]
    public void An_intrinsic_function_gives_its_value(string expression, string expected) =>
        Assert.Equal(expected, Parsed.Outputs($"It: {{Value: {expression}}}")["It"]);

    [Theory]
    [InlineData("!Ref Nobody", "There is no parameter and no resource Nobody.")]
    [InlineData("!Sub \"${Nobody}\"", "There is no parameter and no resource Nobody.")]
    [InlineData("!GetAtt Nobody.Arn", "There is no resource Nobody.")]
    [InlineData("!GetAtt Orders.Colour", "The local host knows no attribute Colour of Orders, an AWS::DynamoDB::Table.")]
    [InlineData("!ImportValue x", "Fn::ImportValue: The local host does not know this intrinsic function.")]
    [InlineData("!Select [7, [a]]", "Fn::Select: It takes [index, list], with the index inside the list.")]
    [InlineData("!FindInMap [Sizes, test, shards]", "Fn::FindInMap: There is no Sizes.test.shards in Mappings.")]
    [InlineData("!If [Perhaps, a, b]", "There is no condition Perhaps.")]
    [InlineData("!Join [a]", "Fn::Join: It takes [separator, [text, ...]].")]
    public void A_bad_intrinsic_function_is_named_with_its_line(string expression, string message) =>
        Assert.Equal([$"t.yaml:26: Outputs: It.Value: {message}"], Parsed.Errors(Parsed.WithOutputs($"It: {{Value: {expression}}}")));

    [Fact]
    public void A_bad_reference_inside_another_function_is_complained_about_once() =>
        Assert.Equal(
            ["t.yaml:26: Outputs: It.Value[1][0]: There is no parameter and no resource Nobody."],
            Parsed.Errors(Parsed.WithOutputs("It: {Value: !Join [\"-\", [!Ref Nobody, b]]}")));

    [Fact]
    public void A_value_given_for_a_parameter_takes_the_place_of_its_default() =>
        Assert.Equal(
            "fast-prod 8", Parsed.Outputs(
            "It: {Value: !Sub [\"${Fast} ${n}\", {n: !FindInMap [Sizes, !Ref Stage, shards]}]}", ("Stage", "prod"))["It"]);

    [Fact]
    public void A_value_that_a_parameter_does_not_allow_is_refused() =>
        Assert.Equal(
            ["t.yaml:2: Parameters: Stage: The value 'test' is none of dev, prod."],
            Parsed.Errors(Parsed.WithOutputs("It: {Value: x}"), ("Stage", "test")));

    [Fact]
    public void A_value_for_a_parameter_that_is_not_there_is_refused() =>
        Assert.Equal(
            ["t.yaml:0: Parameters: Stages: A value is given for it, but the template has no such parameter; it has Stage, Zones."],
            Parsed.Errors(Parsed.WithOutputs("It: {Value: x}"), ("Stages", "dev")));

    [Theory]
    [InlineData("Type: Number, MinValue: 1, MaxValue: 5", "6", "is more than 5")]
    [InlineData("Type: Number, MinValue: 1, MaxValue: 5", "0", "is less than 1")]
    [InlineData("Type: Number", "many", "is not a number")]
    [InlineData("Type: String, AllowedPattern: \"[a-z]+\"", "Upper", "does not match [a-z]+")]
    [InlineData("Type: String, MaxLength: 3", "long", "is longer than 3")]
    public void The_limits_of_a_parameter_hold(string declaration, string value, string why) =>
        Assert.Equal(
            [$"t.yaml:1: Parameters: P: The value '{value}' {why}."],
            Parsed.Errors($"Parameters: {{P: {{{declaration}}}}}\nResources: {{}}", ("P", value)));

    [Fact]
    public void Conditions_that_depend_on_each_other_are_refused() =>
        Assert.Contains(
            "t.yaml:2: Conditions: B: The condition A depends on itself.",
            Parsed.Errors("Conditions:\n  A: !Not [!Condition B]\n  B: !Not [!Condition A]\nResources: {}").Select(
                error => error.Replace("t.yaml:3", "t.yaml:2", StringComparison.Ordinal)));
}
