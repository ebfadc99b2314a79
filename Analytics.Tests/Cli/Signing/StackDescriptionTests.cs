using Analytics.Cli.Signing;
using Xunit;

namespace Analytics.Tests.Cli.Signing;

public class StackDescriptionTests
{
    private const string Namespace = "http://cloudformation.amazonaws.com/doc/2010-05-15/";

    [Fact]
    public void Outputs_and_parameters_are_read()
    {
        var stack = StackDescription.Parse($"""
            <DescribeStacksResponse xmlns="{Namespace}"><DescribeStacksResult><Stacks><member>
              <StackName>shop</StackName>
              <Parameters>
                <member><ParameterKey>Access</ParameterKey><ParameterValue>IAM</ParameterValue></member>
                <member><ParameterKey>AlarmEmail</ParameterKey><ParameterValue/></member>
              </Parameters>
              <Outputs>
                <member><OutputKey>ApiUrl</OutputKey><OutputValue>https://a.test</OutputValue><Description>d</Description></member>
              </Outputs>
            </member></Stacks></DescribeStacksResult></DescribeStacksResponse>
            """);

        Assert.Equal(new Dictionary<string, string> { ["ApiUrl"] = "https://a.test" }, stack.Outputs);
        Assert.Equal(new Dictionary<string, string> { ["Access"] = "IAM", ["AlarmEmail"] = "" }, stack.Parameters);
    }

    [Fact]
    public void A_stack_without_outputs_has_none() => Assert.Empty(StackDescription.Parse($"""
        <DescribeStacksResponse xmlns="{Namespace}"><DescribeStacksResult><Stacks><member><StackName>shop</StackName></member></Stacks>
        </DescribeStacksResult></DescribeStacksResponse>
        """).Outputs);

    [Theory]
    [InlineData("not XML")]
    [InlineData("<html/>")]
    [InlineData("<A><Stacks/></A>")]
    public void Another_answer_is_reported(string answer) =>
        Assert.Equal(
            "CloudFormation's answer is not that of DescribeStacks.",
            Assert.Throws<IOException>(() => StackDescription.Parse(answer)).Message);

    [Fact]
    public void A_refusal_says_why()
    {
        Assert.Equal("Stack with id shop does not exist", StackDescription.Refusal($"""
            <ErrorResponse xmlns="{Namespace}"><Error><Type>Sender</Type><Code>ValidationError</Code>
            <Message>Stack with id shop does not exist</Message></Error></ErrorResponse>
            """));
        Assert.Null(StackDescription.Refusal("not XML"));
    }
}
