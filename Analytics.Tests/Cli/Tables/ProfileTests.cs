using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Analytics.Local.Hosting;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Cli.Tables;

/// <summary>
/// The command line as a process with a profile of the AWS configuration. The SDK finds the packages for some kinds of profiles only when
/// it needs them, so nothing that is compiled shows that they are there.
/// </summary>
[Trait(TestKind.Name, TestKind.Process)]
public sealed class ProfileTests : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("analytics home ");
    private readonly HttpListener _aws = new();
    private readonly ConcurrentQueue<string> _authorizations = new();
    private readonly string _address = $"http://127.0.0.1:{LoopbackPort.Free()}/";

    public ProfileTests()
    {
        _aws.Prefixes.Add(_address);
        _aws.Start();
        _ = AnswerAsync();
    }

    public void Dispose()
    {
        _aws.Close();
        _home.Delete(recursive: true);
    }

    [Theory]
    [InlineData("static", "AKIDSTATIC")]
    [InlineData("role", "ASIAROLE")]
    [InlineData("session", "ASIASSO")]
    [InlineData("start-url", "ASIASSO")]
    [InlineData("process", "ASIAPROCESS")]
    public async Task A_command_takes_the_credentials_of_a_profile(string profile, string key)
    {
        Write("config", """
            [profile static]
            aws_access_key_id = AKIDSTATIC
            aws_secret_access_key = secret

            [profile role]
            role_arn = arn:aws:iam::123456789012:role/operator
            source_profile = static

            [sso-session shop]
            sso_region = eu-west-1
            sso_start_url = https://shop.awsapps.test/start
            sso_registration_scopes = sso:account:access

            [profile session]
            sso_session = shop
            sso_account_id = 123456789012
            sso_role_name = operator

            [profile start-url]
            sso_region = eu-west-1
            sso_start_url = https://shop.awsapps.test/start
            sso_account_id = 123456789012
            sso_role_name = operator

            [profile process]
            credential_process = echo '{"Version":1,"AccessKeyId":"ASIAPROCESS","SecretAccessKey":"s","SessionToken":"t"}'
            """);
        // What `aws sso login` leaves behind, under the hash of the session's name, or of the address. The AWS CLI hashes with SHA-1.
#pragma warning disable CA5350
        foreach (var hash in new[] { SHA1.HashData("shop"u8), SHA1.HashData("https://shop.awsapps.test/start"u8) })
#pragma warning restore CA5350
        {
            Write(
                Path.Combine("sso", "cache", $"{Convert.ToHexStringLower(hash)}.json"),
                """
                {"accessToken":"logged-in","expiresAt":"2999-01-01T00:00:00Z","region":"eu-west-1",
                 "startUrl":"https://shop.awsapps.test/start"}
                """);
        }

        var (code, output) = await RunAsync(profile);

        Assert.True(code == 0, output);
        Assert.Contains(_authorizations, authorization => authorization.Contains($"Credential={key}/", StringComparison.Ordinal));
    }

    private void Write(string file, string text)
    {
        var path = Path.Combine(_home.FullName, ".aws", file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private async Task<(int Code, string Output)> RunAsync(string profile)
    {
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "Analytics.Cli"), ["quarantine", "list", "--aggregates-table", "aggregates"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in new[]
                 {
                     ("HOME", _home.FullName), ("AWS_PROFILE", profile), ("AWS_REGION", "eu-west-1"), ("AWS_ENDPOINT_URL", _address),
                     ("AWS_EC2_METADATA_DISABLED", "true"),
                 })
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(Timeout);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(timeout.Token), process.StandardError.ReadToEndAsync(timeout.Token));
        await process.WaitForExitAsync(timeout.Token);
        return (process.ExitCode, $"{await output}{await error}");
    }

    /// <summary>Answers as STS, IAM Identity Center and DynamoDB do, as far as the command asks.</summary>
    private async Task AnswerAsync()
    {
        while (_aws.IsListening)
        {
            try
            {
                var context = await _aws.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream);
                var body = await reader.ReadToEndAsync();
                var answer = context.Request.Url!.AbsolutePath == "/federation/credentials"
                        && context.Request.Headers["x-amz-sso_bearer_token"] == "logged-in"
                    ? LoggedIn
                    : body.Contains("Action=AssumeRole", StringComparison.Ordinal) ? AssumedRole
                    : """{"Items":[],"Count":0,"ScannedCount":0}""";
                _authorizations.Enqueue(context.Request.Headers["Authorization"] ?? "");
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer));
                context.Response.Close();
            }
            catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private const string LoggedIn = """
        {"roleCredentials":{"accessKeyId":"ASIASSO","secretAccessKey":"s","sessionToken":"t","expiration":32503680000000}}
        """;

    private const string AssumedRole = """
        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
        <AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
        <Expiration>2999-01-01T00:00:00Z</Expiration></Credentials><AssumedRoleUser><AssumedRoleId>a:b</AssumedRoleId>
        <Arn>arn:aws:sts::123456789012:assumed-role/operator/b</Arn></AssumedRoleUser></AssumeRoleResult></AssumeRoleResponse>
        """;
}
