using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Analytics.Local;

/// <summary>Addresses and names that clients need to use the local stack.</summary>
/// <param name="Api">The HTTP API; null if the template has none.</param>
/// <param name="DynamoDb">DynamoDB and DynamoDB Streams.</param>
/// <param name="Kinesis">Kinesis.</param>
/// <param name="CloudWatch">CloudWatch.</param>
/// <param name="Region">The region to sign requests for; any credentials work.</param>
/// <param name="Tables">Table names by logical id.</param>
/// <param name="Streams">Stream names by logical id.</param>
/// <param name="ProcessId">The process that runs the local stack.</param>
public sealed record LocalEndpoints(
    [property: JsonPropertyName("api")] Uri? Api,
    [property: JsonPropertyName("dynamodb")] Uri DynamoDb,
    [property: JsonPropertyName("kinesis")] Uri Kinesis,
    [property: JsonPropertyName("cloudwatch")] Uri CloudWatch,
    [property: JsonPropertyName("region")] string Region,
    [property: JsonPropertyName("tables")] IReadOnlyDictionary<string, string> Tables,
    [property: JsonPropertyName("streams")] IReadOnlyDictionary<string, string> Streams,
    [property: JsonPropertyName("pid")] int ProcessId)
{
    /// <summary>The dashboards page.</summary>
    [JsonPropertyName("dashboards")]
    public Uri? Dashboards { get; init; }

    /// <summary>The issuer of tokens; null if there is none.</summary>
    [JsonPropertyName("issuer")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Uri? Issuer { get; init; }

    /// <summary>The environment variables that the template gives each function, by logical id. Not in the file.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> FunctionVariables { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>Whether the process that runs the local stack is still there. A stack that was killed leaves its file behind.</summary>
    [JsonIgnore]
    public bool IsRunning
    {
        get
        {
            try
            {
                using var process = Process.GetProcessById(ProcessId);
                return !process.HasExited;
            }
            catch (ArgumentException)
            {
                return false;
            }
        }
    }

    /// <summary>Reads the file that a running local stack wrote; null if it does not exist.</summary>
    /// <exception cref="JsonException">The file has another format.</exception>
    public static LocalEndpoints? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), LocalJson.Default.LocalEndpoints);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Writes the file atomically: a reader sees all of it or nothing.</summary>
    internal void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var unfinished = $"{path}.{ProcessId}";
        File.WriteAllBytes(unfinished, JsonSerializer.SerializeToUtf8Bytes(this, LocalJson.Default.LocalEndpoints));
        File.Move(unfinished, path, overwrite: true);
    }
}

[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(LocalEndpoints))]
internal sealed partial class LocalJson : JsonSerializerContext;
