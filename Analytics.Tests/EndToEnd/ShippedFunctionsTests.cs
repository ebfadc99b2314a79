using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.EndToEnd;

[Trait(TestKind.Name, TestKind.Process)]
[Collection(WholeSystem.Name)]
public partial class ShippedFunctionsTests
{
    // Amazon Linux 2023, on which the provided.al2023 runtime stands, has this one for as long as it lives.
    private static readonly Version LibraryOfTheRuntime = new(2, 34);

    [ShippedFact]
    public async Task What_ships_counts_an_order_and_answers()
    {
        await using var stack = await StackFixture.StartAsync();

        using var placed = await Traffic.PostAsync(
            stack.Api, """{"customerId":"c","currency":"USD","lines":[{"sku":"tea","quantity":1,"unitPrice":4.50}]}""", key: "shipped");
        placed.EnsureSuccessStatusCode();

        await Eventually.EqualAsync(1, async () => (await Traffic.TotalsAsync(stack.Api)).Orders, () => stack.Log.Tail());
    }

    [ShippedFact]
    public void What_ships_is_one_file() =>
        Assert.Equal(["bootstrap"], Directory.GetFiles(ShippedFunctions.Folder()!).Select(Path.GetFileName));

    [ShippedFact]
    public void What_ships_asks_for_no_newer_C_library_than_its_runtime_has()
    {
        var executable = Encoding.Latin1.GetString(File.ReadAllBytes(Path.Combine(ShippedFunctions.Folder()!, "bootstrap")));

        var versions = LibraryVersion().Matches(executable)
            .Select(match => new Version(2, int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture))).ToList();

        Assert.NotEmpty(versions);
        Assert.True(
            versions.Max() <= LibraryOfTheRuntime, $"It asks for glibc {versions.Max()}; provided.al2023 has {LibraryOfTheRuntime}.");
    }

    [GeneratedRegex(@"GLIBC_2\.(\d+)")]
    private static partial Regex LibraryVersion();
}
