using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Golden;

/// <summary>A stored form whose files are pinned: <c>Files/{name}.{format}.json</c>, one for each format there ever was.</summary>
/// <param name="Name">The beginning of its files' names.</param>
/// <param name="Format">The format that is written today.</param>
/// <param name="Write">The sample, as it is written today.</param>
/// <param name="Read">What is read out of a file, comparable with <paramref name="Sample"/>.</param>
/// <param name="Sample">What every file of it holds, whatever its format.</param>
internal sealed record GoldenFormat(string Name, int Format, Func<string> Write, Func<byte[], object?> Read, object Sample)
{
    private const string UpdateVariable = "GOLDEN_UPDATE";

    /// <summary>Where the files are.</summary>
    public static readonly string Folder = Path.Combine(Repository.Root, "Analytics.Tests", "Golden", "Files");

    /// <summary>Every file of it.</summary>
    public IEnumerable<string> Files =>
        Directory.EnumerateFiles(Folder, $"{Name}.*.json").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    /// <summary>Holds what is written today against its file, or writes the file if <c>GOLDEN_UPDATE=1</c> says so.</summary>
    public void HoldWritten()
    {
        var path = Path.Combine(Folder, $"{Name}.{Format}.json");
        var written = Write().ReplaceLineEndings("\n") + "\n";
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            File.WriteAllText(path, written);
        }

        Assert.True(File.Exists(path), $"There is no {path}. {UpdateVariable}=1 writes it.");
        Assert.Equal(File.ReadAllText(path), written);
    }

    /// <summary>Holds that a file reads as the sample.</summary>
    public void HoldRead(string file) => Assert.Equal(Sample, Read(File.ReadAllBytes(Path.Combine(Folder, file))));
}
