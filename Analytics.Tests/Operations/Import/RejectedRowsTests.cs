using Analytics.Core.Orders;
using Analytics.Operations.Import;
using Xunit;

namespace Analytics.Tests.Operations.Import;

/// <summary>The file of rejected rows beside an import: what it holds, and its way back.</summary>
public sealed class RejectedRowsTests : ImportFiles
{
    [Fact]
    public void Rejected_rows_are_written_beside_with_line_and_reason_and_come_in_once_they_are_corrected()
    {
        var (file, plan) = Open("orders.csv", Header + Tea + "1002,2026-11-20,c-1,USD,\"tea, black\",0,4.50\n");

        file.WriteRejected(plan.Rejections);

        var rejected = File.ReadAllText(file.RejectedPath);
        Assert.Equal(
            "line,reason,reference,placedAt,customerId,currency,sku,quantity,unitPrice\r\n"
                + "3,\"quantity must be a whole number from 1 to 1,000,000\",1002,2026-11-20,c-1,USD,\"tea, black\",0,4.50\r\n",
            rejected);
        Assert.Equal(OrderId.FromReference("1002"), Assert.Single(Csv(rejected.Replace(",0,", ",1,", StringComparison.Ordinal)).Orders).Id);
        file.WriteRejected([]);
        Assert.False(File.Exists(file.RejectedPath));
    }

    [Fact]
    public void Rejected_lines_of_ndjson_are_written_as_ndjson()
    {
        var (file, plan) = Open("orders.ndjson", "{\"a\":1\n", ImportFormat.Ndjson);

        file.WriteRejected(plan.Rejections);

        var rejected = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(file.RejectedPath))!;
        Assert.Equal((1, "{\"a\":1"), ((int)rejected["line"]!, (string)rejected["order"]!));
        Assert.StartsWith("is not JSON", (string)rejected["reason"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void Rejected_lines_of_ndjson_are_imported_once_they_are_corrected()
    {
        var (file, plan) = Open(
            "orders.ndjson", $"\n{Json("\"reference\":\"茶 1\",\"placedAt\":\"2026-11-20\"", quantity: 0)}", ImportFormat.Ndjson);

        var rejected = File.ReadAllText(file.WriteRejected(plan.Rejections)!);

        Assert.Contains("\"order\":{\"reference\":\"茶 1\",", rejected, StringComparison.Ordinal);
        var corrected = Ndjson(rejected.Replace("\"quantity\":0", "\"quantity\":2", StringComparison.Ordinal));
        Assert.Empty(corrected.Rejections);
        Assert.Equal(OrderId.FromReference("茶 1"), Assert.Single(corrected.Orders).Id);
    }

    [Theory]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":1}")]
    [InlineData("[1]")]
    public void Rejected_lines_that_are_imported_as_they_are_are_rejected_as_before(string order)
    {
        var (file, plan) = Open("orders.ndjson", order, ImportFormat.Ndjson);
        var rejected = File.ReadAllText(file.WriteRejected(plan.Rejections)!);

        var (again, rejectedAgain) = Open("orders.ndjson.rejected.ndjson", rejected, ImportFormat.Ndjson);

        Assert.Equal(plan.Rejections, rejectedAgain.Rejections);
        Assert.Equal(rejected, File.ReadAllText(again.WriteRejected(rejectedAgain.Rejections)!));
    }

    [Fact]
    public void An_order_is_not_taken_out_of_an_object_with_other_fields() => Assert.Contains(
        "customer", Assert.Single(Ndjson("{\"order\":{},\"customer\":1}").Rejections).Reason, StringComparison.Ordinal);

    [Fact]
    public void A_file_of_rejected_rows_of_an_earlier_import_is_not_replaced_if_its_content_differs()
    {
        const string Bad = "1001,2026-11-20,c-1,USD,tea,0,4.50\n";
        var (first, plan) = Open("orders.csv", Header + Bad);
        first.WriteRejected(plan.Rejections);
        File.AppendAllText(first.RejectedPath, "corrected by hand");

        var (second, _) = Open("orders.csv", Header + Bad);
        var path = second.WriteRejected(plan.Rejections);

        Assert.Equal(Path.Combine(Folder.FullName, "orders.csv.rejected-2.csv"), path);
        Assert.Contains("quantity must be", File.ReadAllText(path!), StringComparison.Ordinal);
        Assert.EndsWith("corrected by hand", File.ReadAllText(first.RejectedPath), StringComparison.Ordinal);
        Assert.Null(Open("orders.csv", Header).File.WriteRejected([]));
        Assert.True(File.Exists(first.RejectedPath));
    }

    [Fact]
    public void A_repeated_import_leaves_one_file_of_rejected_rows()
    {
        const string Bad = "1001,2026-11-20,c-1,USD,tea,0,4.50\n1002,2026-11-20,c-1,USD,tea,1,4.50\n";
        for (var run = 0; run < 2; run++)
        {
            var (file, plan) = Open("orders.csv", Header + Bad);
            file.WriteRejected(plan.Rejections);

            var path = file.WriteRejected([.. plan.Rejections, new Rejection(3, "is in the table with other content")]);

            Assert.Equal(file.RejectedPath, path);
            Assert.Equal(
                ["orders.csv", "orders.csv.rejected.csv"], Folder.EnumerateFiles().Select(found => found.Name).Order());
        }
    }
}
