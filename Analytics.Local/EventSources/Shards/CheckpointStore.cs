using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Analytics.Local.EventSources.Mappings;

namespace Analytics.Local.EventSources.Shards;

/// <summary>Stores the shard positions of one mapping in a file, or does nothing if there is no directory.</summary>
/// <remarks>
/// A rename replaces the whole file, so a reader never sees a partial one. The file is not flushed to disk: after a power cut, records
/// whose checkpoints were lost are redelivered.
/// </remarks>
internal sealed class CheckpointStore
{
    private readonly string? _path;
    private readonly string _streamArn;

    /// <summary>Creates the store of a mapping.</summary>
    /// <param name="directory">Directory of the checkpoint files; null stores nothing.</param>
    /// <param name="mapping">Names the file. The file also records the mapping's stream, as another stream's checkpoints are
    /// invalid.</param>
    public CheckpointStore(string? directory, EventSourceMappingDefinition mapping)
    {
        _path = directory is null ? null : Path.Combine(directory, $"{mapping.Name}.json");
        _streamArn = mapping.StreamArn;
    }

    /// <summary>Reads the positions; null if there are none for this stream.</summary>
    /// <param name="complain">Receives a message if a file exists but cannot be used.</param>
    public IReadOnlyDictionary<string, ShardPosition>? Read(Action<string> complain)
    {
        if (_path is null || !File.Exists(_path))
        {
            return null;
        }

        try
        {
            CheckpointDocument? document = JsonSerializer.Deserialize(File.ReadAllBytes(_path), CheckpointJson.Default.CheckpointDocument);
            if (document?.StreamArn == _streamArn)
            {
                return document.Shards.ToDictionary(shard => shard.Key, shard => Parse(shard.Value));
            }

            complain($"the checkpoints in {_path} are of another stream; the mapping begins anew");
            return null;
        }
        catch (Exception unusable) when (unusable is JsonException or FormatException)
        {
            complain($"the checkpoints in {_path} cannot be read ({unusable.Message}); the mapping begins anew");
            return null;
        }
    }

    public void Write(IReadOnlyDictionary<string, ShardPosition> positions)
    {
        if (_path is null)
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(_path)!); // Not null: the path is a file in a directory.
        CheckpointDocument document = new(_streamArn, new SortedDictionary<string, string>(
            positions.ToDictionary(position => position.Key, position => Format(position.Value)), StringComparer.Ordinal));
        File.WriteAllBytes(_path + ".new", JsonSerializer.SerializeToUtf8Bytes(document, CheckpointJson.Default.CheckpointDocument));
        File.Move(_path + ".new", _path, overwrite: true);
    }

    private static string Format(ShardPosition position) => position switch
    {
        ShardPosition.TrimHorizon => "TRIM_HORIZON",
        ShardPosition.Latest => "LATEST",
        ShardPosition.At at => "AT " + at.Moment.ToString("O", CultureInfo.InvariantCulture),
        ShardPosition.After after => "AFTER " + after.SequenceNumber,
        ShardPosition.Ended => "ENDED",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static ShardPosition Parse(string text) => text.Split(' ', 2) switch
    {
        ["TRIM_HORIZON"] => new ShardPosition.TrimHorizon(),
        ["LATEST"] => new ShardPosition.Latest(),
        ["AT", string moment] => new ShardPosition.At(DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture)),
        ["AFTER", string sequenceNumber] => new ShardPosition.After(sequenceNumber),
        ["ENDED"] => new ShardPosition.Ended(),
        _ => throw new FormatException($"'{text}' is not a position"),
    };
}

/// <summary>Content of a checkpoint file: the stream, and the position of each shard.</summary>
public sealed record CheckpointDocument(string StreamArn, SortedDictionary<string, string> Shards);

[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CheckpointDocument))]
public sealed partial class CheckpointJson : JsonSerializerContext;
