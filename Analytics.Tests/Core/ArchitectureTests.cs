using Analytics.Core.Tallies;
using Analytics.Local.Lambda;
using Xunit;

namespace Analytics.Tests.Core;

public class ArchitectureTests
{
    [Fact]
    public void Core_references_the_framework_and_System_Reactive_only() =>
        Assert.DoesNotContain(
            typeof(Tally).Assembly.GetReferencedAssemblies(),
            assembly => !assembly.Name!.StartsWith("System", StringComparison.Ordinal));

    [Fact]
    public void The_local_host_knows_the_functions_as_processes_only() =>
        Assert.DoesNotContain(
            typeof(FunctionDefinition).Assembly.GetReferencedAssemblies(),
            assembly => assembly.Name is "Analytics.Functions" or "Analytics.Core");
}
