using System.Text;
using Amazon.DynamoDBv2.Model;
using Analytics.Operations.Import;
using Analytics.Storage;
using Xunit;

namespace Analytics.Tests.Operations.Import;

/// <summary>
/// DynamoDB Developer Guide: "The aggregate size of the items in the transaction cannot exceed 4 MB" (TransactWriteItems), and "Item sizes
/// and formats".
/// </summary>
public class CountedBatchTests
{
    private const int MaxTransactionBytes = 4_000_000;

    // With short SKUs and some lines, the documents grow little, and nothing else ends a batch before its hundredth item.
    [Theory]
    [InlineData(40, 100, 64)]
    [InlineData(40, 100, 2)]
    [InlineData(97, 18, 2)]
    public void A_batch_of_large_orders_stays_below_four_megabytes_with_room_for_the_documents(int count, int lines, int skuLength)
    {
        var large = Large(count, lines, skuLength);

        var batches = CountedBatch.Of(large).ToList();

        Assert.Equal(large, batches.SelectMany(batch => batch));
        Assert.True(large.Sum(BytesOf) > MaxTransactionBytes);
        Assert.All(batches, batch => Assert.InRange(batch.Sum(BytesOf), 1, MaxTransactionBytes / 4 * 3));
    }

    [Fact]
    public void The_size_of_an_order_is_not_underestimated() =>
        Assert.All(Large(3, 100, 64), order => Assert.InRange(CountedBatch.MaxBytesOf(order), BytesOf(order), BytesOf(order) * 2));

    [Fact]
    public void A_batch_has_no_more_orders_than_asked_for() =>
        Assert.All(CountedBatch.Of(Large(10, 1, 2), 3), batch => Assert.InRange(batch.Count, 1, 3));

    private static List<StoredOrder> Large(int count, int lines, int skuLength) =>
        [.. LargeOrders.Of(count, lines, skuLength).Select(order => order.ToStored(order.Terms.Slice, 1, new Random(1)))];

    private static int BytesOf(StoredOrder order) => OrderItem.Write(order).Sum(BytesOf);

    private static int BytesOf(KeyValuePair<string, AttributeValue> attribute) =>
        Encoding.UTF8.GetByteCount(attribute.Key) + BytesOf(attribute.Value);

    // A number takes a byte for two digits and one more, here at most 21; a list or map three bytes and one for each element.
    private static int BytesOf(AttributeValue value) =>
        value.S is { } text ? Encoding.UTF8.GetByteCount(text)
        : value.N is { } number ? Math.Min(21, number.Length)
        : value.M is { Count: > 0 } map ? 3 + map.Sum(pair => 1 + BytesOf(pair))
        : value.L is { Count: > 0 } list ? 3 + list.Sum(element => 1 + BytesOf(element))
        : 1;
}
