using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace Analytics.Tests.Against;

/// <summary>DynamoDB and Kinesis of the provider that <c>./test --against</c> names, and what the tests make there.</summary>
/// <param name="Name">The address that was given, or <c>aws</c>.</param>
/// <param name="DynamoDb">Its DynamoDB.</param>
/// <param name="DynamoDbStreams">Its DynamoDB Streams.</param>
/// <param name="Kinesis">Its Kinesis.</param>
/// <param name="Region">The region that requests are signed for.</param>
/// <param name="Credentials">What requests are signed with.</param>
internal sealed record Provider(
    string Name, Uri DynamoDb, Uri DynamoDbStreams, Uri Kinesis, string Region, ImmutableCredentials Credentials)
{
    private const string Aws = "aws";

    private static readonly Lazy<Task<Provider>> Only = new(ConnectOnceAsync);

    /// <summary>
    /// What the option names: an address, or <c>aws</c> for the account of the usual AWS configuration; null without it.
    /// </summary>
    public static string? Named => Environment.GetEnvironmentVariable("AGAINST") is { Length: > 0 } name ? name : null;

    /// <summary>Begins the name of everything that this run makes.</summary>
    public static string Prefix { get; } = Environment.GetEnvironmentVariable("AGAINST_PREFIX") is { Length: > 0 } given
        ? given
        : string.Create(CultureInfo.InvariantCulture, $"order-analytics-test-{Random.Shared.Next(100_000, 1_000_000)}");

    /// <summary>The provider that the option names.</summary>
    public static Task<Provider> ConnectAsync() => Only.Value;

    /// <summary>A client of its DynamoDB.</summary>
    public AmazonDynamoDBClient NewDynamoDb() => new(Signing, DynamoDbConfig());

    /// <summary>The configuration of such a client.</summary>
    public AmazonDynamoDBConfig DynamoDbConfig() => new() { ServiceURL = DynamoDb.ToString(), AuthenticationRegion = Region };

    /// <summary>A client of its Kinesis.</summary>
    public AmazonKinesisClient NewKinesis() =>
        new(Signing, new AmazonKinesisConfig { ServiceURL = Kinesis.ToString(), AuthenticationRegion = Region });

    /// <summary>What clients sign with.</summary>
    public AWSCredentials Signing => Credentials.UseToken
        ? new SessionAWSCredentials(Credentials.AccessKey, Credentials.SecretKey, Credentials.Token)
        : new BasicAWSCredentials(Credentials.AccessKey, Credentials.SecretKey);

    /// <summary>Deletes tables and streams of these names, if they are there.</summary>
    public async Task RemoveAsync(IEnumerable<string> tables, IEnumerable<string> streams)
    {
        using var dynamoDb = NewDynamoDb();
        foreach (var table in tables)
        {
            try
            {
                await dynamoDb.DeleteTableAsync(table);
            }
            catch (Amazon.DynamoDBv2.Model.ResourceNotFoundException)
            {
                // It was not made.
            }
        }

        using var kinesis = NewKinesis();
        foreach (var stream in streams)
        {
            try
            {
                await kinesis.DeleteStreamAsync(new DeleteStreamRequest { StreamName = stream });
            }
            catch (Amazon.Kinesis.Model.ResourceNotFoundException)
            {
                // It was not made.
            }
        }
    }

    private static async Task<Provider> ConnectOnceAsync()
    {
        var name = Named ?? throw new InvalidOperationException("./test --against URL names the provider.");
        var provider = name == Aws ? await OfAccountAsync() : await OfAddressAsync(new Uri(name));
        // The commands take tables by their names from the usual AWS configuration.
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_DYNAMODB", provider.DynamoDb.ToString());
        Environment.SetEnvironmentVariable("AWS_REGION", provider.Region);
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", provider.Credentials.AccessKey);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", provider.Credentials.SecretKey);
        Environment.SetEnvironmentVariable("AWS_SESSION_TOKEN", provider.Credentials.Token);
        return provider;
    }

    private static async Task<Provider> OfAccountAsync()
    {
        var region = FallbackRegionFactory.GetRegionEndpoint()
            ?? throw new InvalidOperationException("There is no region: set AWS_REGION, or one in the AWS configuration.");
        var credentials = await DefaultAWSCredentialsIdentityResolver.GetCredentials().GetCredentialsAsync();
        return new Provider(
            Aws, Of("dynamodb"), Of("streams.dynamodb"), Of("kinesis"), region.SystemName, credentials);

        Uri Of(string service) => new($"https://{service}.{region.SystemName}.{region.PartitionDnsSuffix}");
    }

    private static async Task<Provider> OfAddressAsync(Uri address)
    {
        var region = Environment.GetEnvironmentVariable("AWS_REGION") ?? "us-east-1";
        var credentials = Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID") is { Length: > 0 } key
            ? new ImmutableCredentials(
                key, Environment.GetEnvironmentVariable("AWS_SECRET_ACCESS_KEY"), Environment.GetEnvironmentVariable("AWS_SESSION_TOKEN"))
            : new ImmutableCredentials("local", "local", token: null);
        if (await Moto.IsAtAsync(address))
        {
            Report.Say(Moto.Difference);
            address = new OneAtATime(address).Address;
        }

        return new Provider($"{Named}", address, address, address, region, credentials);
    }
}
