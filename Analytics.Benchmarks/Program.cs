using System.CommandLine;
using Analytics.Benchmarks.ColdStart;
using Analytics.Benchmarks.Commit;
using Analytics.Benchmarks.Cost;
using Analytics.Benchmarks.Document;
using Analytics.Benchmarks.EndToEnd;
using Analytics.Benchmarks.Pipeline;
using Analytics.Benchmarks.Query;
using Analytics.Benchmarks.Window;

return new RootCommand("Measures the product beside others on the same work. Each command answers one question.")
{
    PipelineCommand.Create(), DocumentCommand.Create(), CommitCommand.Create(), QueryCommand.Create(), ColdStartCommand.Create(),
    EndToEndCommand.Create(),
    WindowCommand.Create(), CostCommand.Create(),
}
    .Parse(args)
    .Invoke();
