using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.EndToEnd;

[Trait(TestKind.Name, TestKind.Process)]
[Collection(WholeSystem.Name)]
public sealed class LanesTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("analytics data ");

    public void Dispose() => _data.Delete(recursive: true);

    // Each deployment begins while orders of the one before it are still in the streams.
    [Fact]
    public async Task A_deployment_with_more_or_fewer_lanes_loses_and_doubles_nothing()
    {
        foreach (var (lanes, orders) in new[] { ("4", 60), ("16", 60), ("2", 60) })
        {
            await using var stack = await StackFixture.StartAsync(
                _data.FullName, parameters: new Dictionary<string, string> { ["Lanes"] = lanes });
            await Parallel.ForAsync(0, orders, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (order, _) =>
            {
                using var response = await Traffic.PostAsync(
                    stack.Api, """{"customerId":"c","currency":"USD","lines":[{"sku":"tea","quantity":1,"unitPrice":10}]}""", $"{lanes}-{order}");
                response.EnsureSuccessStatusCode();
            });
        }

        await using var last = await StackFixture.StartAsync(
            _data.FullName, parameters: new Dictionary<string, string> { ["Lanes"] = "2" });
        using var other = new OtherWriter(last);
        await Eventually.EqualAsync("", () => Answers.DifferencesAsync(last, other), () => last.Log.Tail(20));
        Assert.Equal(180, (await Traffic.TotalsAsync(last.Api)).Orders);
    }
}
