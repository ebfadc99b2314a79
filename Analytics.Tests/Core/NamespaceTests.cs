using System.Text.RegularExpressions;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Core;

/// <summary>Holds that namespaces of a project depend on each other one way only.</summary>
public partial class NamespaceTests
{
    [Theory]
    [InlineData("Core")]
    [InlineData("Storage")]
    [InlineData("Functions")]
    [InlineData("Operations")]
    [InlineData("Local")]
    [InlineData("Cli")]
    [InlineData("Simulation")]
    [InlineData("Benchmarks")]
    public void No_namespaces_of_a_project_need_each_other(string project)
    {
        var files = SourceFile.All(project);
        var left = Dependencies(files);

        // Those that need nothing that is left are taken away, until none is; what remains goes round in circles.
        while (left.Where(entry => !entry.Value.Any(left.ContainsKey)).Select(entry => entry.Key).ToList() is { Count: > 0 } free)
        {
            free.ForEach(name => left.Remove(name));
        }

        Assert.Equal(
            "", string.Join("; ", left.Select(entry => $"{entry.Key} needs {string.Join(", ", entry.Value.Where(left.ContainsKey))}")));
    }

    [Fact]
    public void A_circle_is_found()
    {
        var one = new SourceFile("using A.Two;\n\nnamespace A.One;\n\npublic class First { Second? _second; }\n");
        var two = new SourceFile("using A.One;\n\nnamespace A.Two;\n\npublic class Second { First? _first; }\n");

        var found = Dependencies([one, two]);

        Assert.Equal(["A.Two"], found["A.One"]);
        Assert.Equal(["A.One"], found["A.Two"]);
    }

    private static Dictionary<string, HashSet<string>> Dependencies(IReadOnlyList<SourceFile> files)
    {
        var homes = files.SelectMany(file => file.Types.Select(type => (type, file.Namespace))).ToLookup(
            pair => pair.type, pair => pair.Namespace);
        return files.GroupBy(file => file.Namespace).ToDictionary(
            group => group.Key,
            group => group
                .SelectMany(file => file.Words.SelectMany(word => homes[word]).Where(home => home != file.Namespace && file.Sees(home)))
                .ToHashSet());
    }

    private sealed partial class SourceFile
    {
        private readonly HashSet<string> _usings;

        public SourceFile(string text)
        {
            var code = Comment().Replace(Literal().Replace(text, "\"\""), "");
            Namespace = Declaration().Match(code).Groups[1].Value;
            Types = [.. TypeDeclaration().Matches(code).Select(match => match.Groups[1].Value)];
            _usings = [.. Using().Matches(code).Select(match => match.Groups[1].Value)];
            Words = [.. Word().Matches(Using().Replace(code, "")).Select(match => match.Value)];
        }

        public string Namespace { get; }

        public IReadOnlyList<string> Types { get; }

        public HashSet<string> Words { get; }

        public static List<SourceFile> All(string project) =>
        [
            .. Directory.EnumerateFiles(Path.Combine(Repository.Root, $"Analytics.{project}"), "*.cs", SearchOption.AllDirectories)
                .Select(path => new SourceFile(File.ReadAllText(path)))
                .Where(file => file.Namespace.Length > 0),
        ];

        /// <summary>Whether types of a namespace can be named here without their namespace.</summary>
        public bool Sees(string home) => _usings.Contains(home) || Namespace.StartsWith($"{home}.", StringComparison.Ordinal);

        [GeneratedRegex("\"(?:[^\"\\\\\\n]|\\\\.)*\"")]
        private static partial Regex Literal();

        [GeneratedRegex("//.*$", RegexOptions.Multiline)]
        private static partial Regex Comment();

        [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
        private static partial Regex Declaration();

        [GeneratedRegex(@"^(?:public|internal)[\w ]* (?:class|struct|record|interface|enum) (\w+)", RegexOptions.Multiline)]
        private static partial Regex TypeDeclaration();

        [GeneratedRegex(@"^using ([\w.]+);", RegexOptions.Multiline)]
        private static partial Regex Using();

        [GeneratedRegex(@"\b[A-Z]\w+")]
        private static partial Regex Word();
    }
}
