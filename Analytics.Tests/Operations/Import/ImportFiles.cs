using System.Text;
using Analytics.Core.Wire;
using Analytics.Operations.Import;
using Analytics.Tests.Support;

namespace Analytics.Tests.Operations.Import;

/// <summary>Files of orders in a folder of their own, for tests that derive from this.</summary>
public abstract class ImportFiles : IDisposable
{
    protected const string Header = "reference,placedAt,customerId,currency,sku,quantity,unitPrice\n";
    protected const string Tea = "1001,2026-11-20T10:00:00Z,c-1,USD,tea,2,4.50\n";

    protected DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("analytics import ");

    public void Dispose()
    {
        Folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    protected static string Json(string fields, int quantity = 2) =>
        $$"""
        {{{fields}},"customerId":"c-1","currency":"USD","lines":[{"sku":"tea","quantity":{{quantity}},"unitPrice":4.50}]}
        """;

    private protected ImportPlan Csv(string text, Dictionary<string, string>? map = null) => Open("orders.csv", text, map: map).Plan;

    private protected ImportPlan Ndjson(params string[] lines) => Open("orders.ndjson", string.Join('\n', lines), ImportFormat.Ndjson).Plan;

    private protected (ImportFile File, ImportPlan Plan) Open(
        string name, string text, ImportFormat format = ImportFormat.Csv, Dictionary<string, string>? map = null)
    {
        var path = Path.Combine(Folder.FullName, name);
        File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        var file = new ImportFile(path, format, map ?? [], new ImportTime(), OrderDimensions.Parse("campaign"));
        return (file, file.Read(Some.At("12:00")));
    }
}
