using System.Reflection;
using Analytics.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Analytics.Tests.Standins.Surface;

/// <summary>Holds the stand-ins against the recorded surface of the packages they stand in for.</summary>
/// <remarks>
/// What a stand-in has and its package does not would compile here and break on a feed that has the package. Where the
/// package itself is in use there is nothing to hold; the output then names what the record has and the package lacks.
/// </remarks>
public class StandinSurfaceTests(ITestOutputHelper output)
{
    private static readonly string[] Recorded =
    [
        "AWSSDK.CloudWatch",
        "AWSSDK.DynamoDBStreams",
        "AWSSDK.Kinesis",
        "Amazon.Lambda.APIGatewayEvents",
        "Amazon.Lambda.Core",
        "Amazon.Lambda.DynamoDBEvents",
        "Amazon.Lambda.KinesisEvents",
        "Amazon.Lambda.RuntimeSupport",
        "Amazon.Lambda.Serialization.SystemTextJson",
    ];

    public static TheoryData<string> Packages { get; } = new(Recorded);

    [Theory]
    [MemberData(nameof(Packages))]
    public void Stand_in_has_nothing_its_package_lacks(string package)
    {
        var assembly = Assembly.Load(package);
        var actual = SurfaceReader.Read(assembly);
        var recorded = SurfaceText.Parse(File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Standins", "Surface", $"{package}.txt")));

        // The packages are signed and the stand-ins are not.
        if (assembly.GetName().GetPublicKeyToken() is { Length: > 0 })
        {
            output.WriteLine($"{package} is the package itself, no stand-in is in use. Recorded, but not in it:");
            output.WriteLine(string.Join(Environment.NewLine, recorded.NotIn(actual)));
            return;
        }

        Assert.Equal("", string.Join(Environment.NewLine, actual.NotIn(recorded)));
    }

    [Fact]
    public void Every_stand_in_is_held_against_a_record()
    {
        var standins = Directory.GetFiles(Path.Combine(Repository.Root, "standins"), "*.csproj", SearchOption.AllDirectories).Select(
            Path.GetFileNameWithoutExtension);

        Assert.Equal(Recorded, standins.Order(StringComparer.Ordinal));
    }
}
