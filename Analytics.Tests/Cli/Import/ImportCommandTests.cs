using Analytics.Cli.Import;
using Analytics.Operations.Import;
using Xunit;

namespace Analytics.Tests.Cli.Import;

public class ImportCommandTests
{
    [Fact]
    public void Options_are_read_as_they_are_given()
    {
        var options = Read(
            "orders.csv", "--map", "Order No=reference, a=b=sku", "--map", "When=placedAt", "--dry-run", "--rebuild", "--rate", "50",
            "--lanes", "8", "--orders-table", "o", "--aggregates-table", "a").Options!;

        Assert.Equal((Path.GetFullPath("orders.csv"), ImportFormat.Csv), (options.File, options.Format));
        Assert.Equal(
            [("Order No", "reference"), ("a=b", "sku"), ("When", "placedAt")], options.Map.Select(pair => (pair.Key, pair.Value)));
        Assert.Equal((true, true, 50, 8), (options.DryRun, options.Rebuild, options.Rate, options.Lanes));
        Assert.Equal(("o", "a"), (options.Tables.OrdersTable, options.Tables.AggregatesTable));
    }

    [Theory]
    [InlineData("orders.CSV", ImportFormat.Csv)]
    [InlineData("orders.ndjson", ImportFormat.Ndjson)]
    [InlineData("orders.jsonl", ImportFormat.Ndjson)]
    public void The_format_is_that_of_the_extension(string file, ImportFormat format) =>
        Assert.Equal(format, Read(file).Options!.Format);

    [Fact]
    public void The_format_can_be_given() =>
        Assert.Equal(ImportFormat.Ndjson, Read("orders.txt", "--format", "ndjson").Options!.Format);

    [Theory]
    [InlineData("orders.txt ends with none of .csv, .ndjson and .jsonl: give --format csv or --format ndjson.", "orders.txt")]
    [InlineData("--map takes THEIRS=OURS", "orders.csv", "--map", "reference")]
    [InlineData("--map names column 'a' twice", "orders.csv", "--map", "a=sku,a=quantity")]
    [InlineData("--tz must be a time zone of the IANA database, as Europe/Berlin; was 'Mars'", "orders.csv", "--tz", "Mars")]
    [InlineData("--rate must be at least 1; was '0'", "orders.csv", "--rate", "0")]
    [InlineData("--lanes must be a power of two from 1 to 256; was '3'", "orders.csv", "--lanes", "3")]
    public void A_wrong_argument_is_reported(string message, params string[] arguments) =>
        Assert.Contains(message, Read(arguments).Error, StringComparison.Ordinal);

    private static ParsedArguments<ImportOptions> Read(params string[] arguments) =>
        ParsedArguments<ImportOptions>.Of(run => new ImportCommand((options, _) => run(options)), arguments);
}
