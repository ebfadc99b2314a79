using System.Diagnostics;
using Analytics.Tests.Local.Templates;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.StackTemplate;

/// <summary>What cfn-lint and the SAM transform say about template.yaml, where they are installed.</summary>
[Trait(TestKind.Name, TestKind.Process)]
public class LintTests
{
    /// <summary>Each value of each parameter that changes which resources there are, or properties of them.</summary>
    public static TheoryData<string> Parameters =>
    [
        "", "OrderStreamMode=none", "OrderStreamMode=on-demand", "StreamShards=4", "AlarmEmail=shop@example.com",
        "AlarmTopicArn=arn:aws:sns:us-east-1:123456789012:alarms", "AlarmEmail=shop@example.com MonthlyBudget=100", "FewOrdersDeviations=0",
        "Architecture=arm64", "Tracing=Active", "OrdersConcurrency=10 AnalyticsConcurrency=4 AggregatesConcurrency=5",
        "MaxReadUnits=1000", "MaxWriteUnits=1000", "MaxReadUnits=1000 MaxWriteUnits=1000", "DeletionProtection=false",
        "AllowOrigins=https://shop.example", "Access=Open", "Access=JWT JwtIssuer=https://login.example JwtAudience=shop",
        "Access=JWT JwtIssuer=https://login.example JwtAudience=shop Prices=catalogue",
        "DomainName=api.shop.example CertificateArn=arn:aws:acm:us-east-1:123456789012:certificate/1 DisableExecuteApiEndpoint=true",
        "DriftCheckRate=rate(30_minutes)", "LogLevel=DEBUG", "LogRetentionDays=7",
        "Live=iam LiveConnections=5", "Access=Open Page=on",
        "Access=JWT JwtIssuer=https://login.example JwtAudience=shop Page=on PageClientId=page",
        "Live=iam AllowOrigins=https://shop.example","FunctionMemory=1024",
    ];

    [ToolFact("cfn-lint", "--version")]
    public async Task Cfn_lint_has_no_remark()
    {
        var (code, output) = await Tool.RunAsync("cfn-lint", Parsed.OwnTemplate);

        Assert.Equal((0, ""), (code, output.Trim()));
    }

    [ToolFact("cfn-lint", "--version")]
    public async Task Cfn_lint_finds_what_is_wrong()
    {
        using var file = new BrokenFile("Type: AWS::SQS::Queue", "Type: AWS::SQS::Line");

        Assert.NotEqual(0, (await Tool.RunAsync("cfn-lint", file.Path)).Code);
    }

    [ToolTheory("python3", "-c", "import samtranslator")]
    [MemberData(nameof(Parameters))]
    public async Task The_SAM_transform_accepts_the_template(string parameters)
    {
        var (code, output) = await TransformAsync(Parsed.OwnTemplate, parameters);

        Assert.True(code == 0, output);
        Assert.Contains("\"AWS::Lambda::Function\"", output, StringComparison.Ordinal);
    }

    [ToolFact("python3", "-c", "import samtranslator")]
    public async Task The_SAM_transform_finds_what_is_wrong()
    {
        using var file = new BrokenFile("StartingPosition: TRIM_HORIZON\n            BatchSize", "BatchSize");

        Assert.NotEqual(0, (await TransformAsync(file.Path, "")).Code);
    }

    private static Task<(int Code, string Output)> TransformAsync(string template, string parameters) => Tool.RunAsync(
        "python3", [Path.Combine(Repository.Root, "eng", "transform.py"), template,
            .. parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Replace('_', ' '))]);

    private sealed class BrokenFile : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("analytics lint ");

        public BrokenFile(string part, string broken)
        {
            Path = System.IO.Path.Combine(_folder.FullName, "template.yaml");
            File.WriteAllText(Path, OwnTemplate.Whole.With(part, broken).Text);
        }

        public string Path { get; }

        public void Dispose() => _folder.Delete(recursive: true);
    }
}

/// <summary>Runs tools that the product does not need.</summary>
internal static class Tool
{
    /// <summary>Runs a tool to its end; returns its exit code and both of its outputs.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string name, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(name, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    /// <summary>Why tests with a tool are skipped; null where it runs.</summary>
    public static string? Missing(string name, string[] arguments)
    {
        try
        {
            return RunAsync(name, arguments).GetAwaiter().GetResult().Code == 0 ? null : Message();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return Message();
        }

        string Message() => $"`{name} {string.Join(' ', arguments)}` does not run here: pip install cfn-lint aws-sam-translator.";
    }
}

/// <summary>A fact that needs a tool. Where the tool is not installed it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(string name, params string[] arguments) => Skip = Tool.Missing(name, arguments);
}

/// <inheritdoc cref="ToolFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ToolTheoryAttribute : TheoryAttribute
{
    public ToolTheoryAttribute(string name, params string[] arguments) => Skip = Tool.Missing(name, arguments);
}
