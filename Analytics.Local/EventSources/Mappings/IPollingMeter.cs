namespace Analytics.Local.EventSources.Mappings;

/// <summary>Records polling metrics. Implementations are called concurrently and must not throw.</summary>
public interface IPollingMeter
{
    /// <summary>Records that a batch is sent to a function.</summary>
    /// <param name="functionArn">The function's ARN.</param>
    /// <param name="age">Time since the last record of the batch was written to the stream.</param>
    void Batch(string functionArn, TimeSpan age);

    /// <summary>Records one read of a shard.</summary>
    /// <param name="mapping">The mapping that reads the shard.</param>
    /// <param name="records">Number of records returned; null if the read failed.</param>
    /// <param name="age">Time since the last of them was written to the stream; zero if none was returned.</param>
    void Read(EventSourceMappingDefinition mapping, int? records, TimeSpan age);
}
