using System.Text.Encodings.Web;
using System.Text.Json;

namespace Analytics.Benchmarks.Cost;

/// <summary>Reads and writes the files of prices and units.</summary>
internal static class CostFiles
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Reads a file.</summary>
    /// <exception cref="JsonException">The file lacks a property or has one that is not known; the message names it.</exception>
    public static T Read<T>(string path) => JsonSerializer.Deserialize<T>(File.ReadAllText(path), Format)
        ?? throw new JsonException($"{path} has no content.");

    /// <summary>Writes a file.</summary>
    public static void Write<T>(string path, T content) => File.WriteAllText(path, JsonSerializer.Serialize(content, Format) + "\n");
}
