using Xunit;

namespace Analytics.Tests.EndToEnd;

/// <summary>Tests that bring the whole system up run one after another, and not beside others: each keeps a machine busy.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class WholeSystem
{
    public const string Name = "end to end";
}
