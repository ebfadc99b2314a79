using System.Reflection;
using Analytics.Tests.Browser;
using Analytics.Tests.Standins.Aws;
using Analytics.Tests.Storage;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Core;

/// <summary>Tests that start other processes say so, so that <c>./test --quick</c> leaves them out.</summary>
public class TestKindTests
{
    private static readonly Type[] Fixtures = [typeof(DynamoDbFixture), typeof(RunningKinesis), typeof(ShopInBrowser)];

    public static TheoryData<string> ClassesWithProcesses => new(
        typeof(TestKindTests).Assembly.GetTypes()
            .Where(type => type.IsPublic && !type.IsAbstract && HasTests(type) && StartsProcesses(type))
            .Select(type => type.FullName!).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(ClassesWithProcesses))]
    public void A_test_that_starts_processes_has_the_trait(string name)
    {
        var traits = typeof(TestKindTests).Assembly.GetType(name)!.GetCustomAttributesData()
            .Where(attribute => attribute.AttributeType == typeof(TraitAttribute));

        Assert.Contains(traits, trait => trait.ConstructorArguments.Select(argument => argument.Value)
            .SequenceEqual([TestKind.Name, TestKind.Process]));
    }

    private static bool HasTests(Type type) => type.GetMethods().Any(method => method.IsDefined(typeof(FactAttribute)));

    private static bool StartsProcesses(Type type) =>
        type.Namespace is "Analytics.Tests.EndToEnd" or "Analytics.Tests.Browser"
        || type.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Any(
            parameter => Fixtures.Contains(parameter.ParameterType));
}
