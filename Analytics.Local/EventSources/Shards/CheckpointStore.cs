using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Analytics.Local.EventSources.Mappings;

namespace Analytics.Local.EventSources.Shards;

/// <summary>Keeps the positions of one mapping in a file, or nowhere.</summary>
/// <remarks>
/// A file is replaced as a whole by a rename, so a reader never meets half of one. It is not forced to the disk: what a power
/// cut takes is delivered again.
/// </remarks>
internal sealed class CheckpointStore
{
    private readonly string? _path;
    private readonly string _streamArn;

    /// <summary>The store of a mapping.</summary>
    /// <param name="directory">Where the files lie; null keeps nothing.</param>
    /// <param name="mapping">Names the file; its stream is noted, as the checkpoints of another stream mean nothing.</param>
    public CheckpointStore(string? directory, EventSourceMappingDefinition mapping)
    {
        _path = directory is null ? null : Path.Combine(directory, $"{mapping.Name}.json");
        _streamArn = mapping.StreamArn;
    }

    /// <summary>Reads the positions; null when there are none for this stream.</summary>
    /// <param name="complain">Takes a sentence when there is a file that cannot be used.</param>
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

/// <summary>The file: the stream, and for each shard where it is.</summary>
public sealed record CheckpointDocument(string StreamArn, SortedDictionary<string, string> Shards);

[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CheckpointDocument))]
public sealed partial class CheckpointJson : JsonSerializerContext;
