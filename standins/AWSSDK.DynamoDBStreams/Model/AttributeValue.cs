using System.Text.Json;
using Amazon.Standins;

namespace Amazon.DynamoDBStreams.Model;

/// <summary>Exactly one member is set.</summary>
public partial class AttributeValue
{
    public MemoryStream B { get; set; }

    public bool? BOOL { get; set; }

    public List<MemoryStream> BS { get; set; }

    public List<AttributeValue> L { get; set; }

    public Dictionary<string, AttributeValue> M { get; set; }

    /// <summary>A decimal of up to 38 digits, as text.</summary>
    public string N { get; set; }

    public List<string> NS { get; set; }

    public bool? NULL { get; set; }

    public string S { get; set; }

    public List<string> SS { get; set; }

    internal static AttributeValue Read(JsonElement json) => new()
    {
        B = json.Blob("B"),
        BOOL = json.Bool("BOOL"),
        BS = json.List("BS", JsonReading.AsBlob),
        L = json.List("L", AttributeValue.Read),
        M = json.Map("M", AttributeValue.Read),
        N = json.String("N"),
        NS = json.List("NS", JsonReading.AsString),
        NULL = json.Bool("NULL"),
        S = json.String("S"),
        SS = json.List("SS", JsonReading.AsString),
    };
}
