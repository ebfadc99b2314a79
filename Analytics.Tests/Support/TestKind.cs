using Xunit;

namespace Analytics.Tests.Support;

/// <summary>Values of the trait by which <c>./test --quick</c> selects what it leaves out.</summary>
/// <remarks>A test without the trait stays within its process and takes seconds at most.</remarks>
internal static class TestKind
{
    /// <summary>Name of the trait, for <see cref="TraitAttribute"/>.</summary>
    public const string Name = "Kind";

    /// <summary>Starts other processes: an emulator, the local stack, a browser, a script. Such tests often wait.</summary>
    public const string Process = "Process";

    /// <summary>Needs AWS's services by another provider; <c>./test --against</c> alone runs such tests.</summary>
    public const string Against = "Against";

    /// <summary>Runs simulated worlds on all cores for minutes, and uses nothing but the processor.</summary>
    public const string Simulation = "Simulation";
}
