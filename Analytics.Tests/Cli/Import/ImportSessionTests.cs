using Analytics.Cli.Import;
using Analytics.Cli.Tables;
using Analytics.Operations.Import;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Cli.Import;

public sealed class ImportSessionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("analytics session ");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_dry_run_validates_the_file_and_needs_no_stack()
    {
        var (code, output, error) = await RunAsync(
            "reference,placedAt,customerId,currency,sku,quantity,unitPrice,note\n"
            + "1,2026-11-20,c-1,USD,tea,2,4.50,\n2,2026-11-22,c-1,USD,tea,1,4.50,\n3,2026-11-21,c-1,JPY,tea,1,450,\n"
            + "4,2026-11-21,c-1,JPY,tea,0,450,\n",
            dryRun: true);

        Assert.Equal((ImportSession.Rejected, ""), (code, error));
        Assert.Equal(
            [
                "Valid: 3 orders, 2026-11-20 to 2026-11-22.",
                "  JPY                 450  in 1 order",
                "  USD               13.50  in 2 orders",
                "Columns that are not imported: note.",
                "The tables were not read: orders that are there already, or that differ from those, are not recognised.",
                "line 5: quantity must be a whole number from 1 to 1,000,000",
                "Rejected: 1 row.",
            ],
            output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["orders.csv"], _folder.EnumerateFiles().Select(file => file.Name));
    }

    [Fact]
    public async Task Orders_without_a_number_are_pointed_out()
    {
        var (code, output, _) = await RunAsync(
            "placedAt,customerId,currency,sku,quantity,unitPrice\n2026-11-20,c-1,USD,tea,2,4.50\n", dryRun: true);

        Assert.Equal(ImportSession.Complete, code);
        Assert.Contains(
            "1 order has neither reference nor orderId and is identified by the file's content: if you edit the file and import it again, "
                + "all such orders are imported a second time.",
            output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelled_orders_are_counted_apart()
    {
        var (_, output, _) = await RunAsync(
            "reference,placedAt,customerId,currency,sku,quantity,unitPrice,status\n"
            + "1,2026-11-20,c-1,USD,tea,2,4.50,\n2,2026-11-20,c-1,USD,tea,1,4.50,CANCELLED\n",
            dryRun: true);

        Assert.Contains("Valid: 2 orders (1 cancelled), ", output, StringComparison.Ordinal);
        Assert.Contains("  USD                9.00  in 1 order, and 1 cancelled", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_and_one_without_orders_are_reported()
    {
        Assert.Contains("orders.csv", (await RunAsync(null, dryRun: false)).Error, StringComparison.Ordinal);
        var (code, _, error) = await RunAsync("a,b\n", dryRun: false);

        Assert.Equal(ImportSession.Failed, code);
        Assert.Contains("The file has no column placedAt", error, StringComparison.Ordinal);
        Assert.EndsWith($"Nothing was imported.{Environment.NewLine}", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_running_stack_the_import_reports_it()
    {
        var (code, _, error) = await RunAsync("placedAt,customerId,currency,sku,quantity,unitPrice\n", dryRun: false);

        Assert.Equal(ImportSession.Failed, code);
        Assert.StartsWith("No local stack is running in ", error, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(string? text, bool dryRun)
    {
        var path = Path.Combine(_folder.FullName, "orders.csv");
        if (text is not null)
        {
            await File.WriteAllTextAsync(path, text);
        }

        using var output = new StringWriter();
        using var error = new StringWriter();
        var options = new ImportOptions(path, ImportFormat.Csv, new TableNames(_folder.FullName)) { DryRun = dryRun };
        var code = await ImportSession.RunAsync(options, output, error, new FakeTimeProvider(Some.At("12:00")), default);
        return (code, output.ToString(), error.ToString());
    }
}
