using System.Reflection;
using System.Text.RegularExpressions;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Core;

/// <summary>Holds that a name means one type: no other type of the product has it, and none of the framework's common ones.</summary>
public sealed partial class TypeNameTests
{
    private static readonly string[] Projects =
        ["Core", "Storage", "Functions", "Operations", "Local", "Cli", "Simulation", "Benchmarks"];

    // Namespaces that code uses without thinking, so that their types come to mind first.
    private static readonly string[] CommonNamespaces =
    [
        "System", "System.Collections.Concurrent", "System.Collections.Generic", "System.Diagnostics", "System.IO",
        "System.Linq", "System.Net", "System.Net.Http", "System.Text", "System.Text.Json",
        "System.Text.RegularExpressions", "System.Threading", "System.Threading.Tasks",
    ];

    [Fact]
    public void No_two_types_of_the_product_have_the_same_name()
    {
        var types = Projects.SelectMany(TypesOf).ToList();

        var shared = types.GroupBy(type => type.Name)
            .Where(group => group.Select(type => type.Namespace).Distinct().Count() > 1)
            .Select(group => $"{group.Key}: {string.Join(", ", group.Select(type => type.Namespace).Distinct())}");

        Assert.True(types.Count > 500, $"Only {types.Count} types were found.");
        Assert.Equal("", string.Join("; ", shared));
    }

    [Fact]
    public void No_type_of_the_product_has_the_name_of_a_common_type_of_the_framework()
    {
        var common = CommonTypes();

        Assert.Contains("Process", common);
        Assert.Equal("", string.Join(", ", Projects.SelectMany(TypesOf).Select(type => type.Name).Where(common.Contains).Distinct()));
    }

    private static HashSet<string> CommonTypes()
    {
        var folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return Directory.EnumerateFiles(folder, "System*.dll")
            .Where(file => !Path.GetFileName(file).Contains("Native", StringComparison.Ordinal))
            .SelectMany(file => Assembly.Load(AssemblyName.GetAssemblyName(file)).GetExportedTypes())
            .Where(type => type.DeclaringType is null && CommonNamespaces.Contains(type.Namespace))
            .Select(type => type.Name.Split('`')[0])
            .ToHashSet();
    }

    // A type that is not nested begins its line, since namespaces are file-scoped.
    private static IEnumerable<(string Namespace, string Name)> TypesOf(string project) =>
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, $"Analytics.{project}"), "*.cs", SearchOption.AllDirectories)
        let text = File.ReadAllText(file)
        let home = NamespacePattern().Match(text)
        where home.Success
        from Match declaration in TypePattern().Matches(text)
        select (home.Groups["name"].Value, declaration.Groups["name"].Value);

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespacePattern();

    [GeneratedRegex(
        @"^(?:[a-z]+ )*(?:class|record struct|record|struct|interface|enum) (?<name>[A-Z]\w*)", RegexOptions.Multiline)]
    private static partial Regex TypePattern();
}
