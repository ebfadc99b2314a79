namespace Analytics.Local.EventSources.Mappings;

/// <summary>Is told how polling goes. Called from many threads; never throws.</summary>
public interface IPollingMeter
{
    /// <summary>A batch goes to a function.</summary>
    /// <param name="functionArn">The function.</param>
    /// <param name="age">How long the last record of the batch has been on its stream.</param>
    void Batch(string functionArn, TimeSpan age);

    /// <summary>A shard was read.</summary>
    /// <param name="mapping">For whom.</param>
    /// <param name="records">How many records came; null when the stream did not answer.</param>
    /// <param name="age">How long the last of them has been on the stream; zero when none came.</param>
    void Read(EventSourceMappingDefinition mapping, int? records, TimeSpan age);
}
