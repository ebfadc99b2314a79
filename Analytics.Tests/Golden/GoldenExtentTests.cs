using Amazon.DynamoDBv2.Model;
using Analytics.Core.Windows;
using Analytics.Storage;
using Analytics.Tests.Storage;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Golden;

/// <summary>The item of the extent, whose form only the table sees.</summary>
[Trait(TestKind.Name, TestKind.Process)]
public class GoldenExtentTests(DynamoDbFixture dynamoDb) : IClassFixture<DynamoDbFixture>
{
    private static readonly DocumentExtent Extent = new(3, Minute.Of(Some.At("00:00")));

    internal static GoldenFormat Format { get; } = new(
        "extent", ExtentStore.Format, () => throw new NotSupportedException(), _ => null, Extent);

    [Fact]
    public async Task What_is_written_is_what_its_file_says()
    {
        var table = await dynamoDb.NewAggregatesTableAsync();
        await new ExtentStore(dynamoDb.Client, table).CoverAsync(new DocumentKey(3, Minute.Of(Some.At("12:00"))), default);
        var key = new Dictionary<string, AttributeValue> { ["pk"] = new("extent"), ["sk"] = new("extent") };
        var item = (await dynamoDb.Client.GetItemAsync(table, key, consistentRead: true)).Item;

        (Format with { Write = () => DynamoDbJson.Write(item) }).HoldWritten();
    }

    [Fact]
    public async Task What_was_written_once_remains_readable()
    {
        foreach (var file in Format.Files)
        {
            var table = await dynamoDb.NewAggregatesTableAsync();
            await dynamoDb.Client.PutItemAsync(table, DynamoDbJson.Read(File.ReadAllBytes(Path.Combine(GoldenFormat.Folder, file))));
            var read = await new ExtentStore(dynamoDb.Client, table).ReadAsync(default);

            (Format with { Read = _ => read }).HoldRead(file);
        }
    }
}
