using Xunit;

namespace Analytics.Tests.Against;

/// <summary>A fact about another provider of AWS's services. Without <c>./test --against</c> it is skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AgainstFactAttribute : FactAttribute
{
    public AgainstFactAttribute() => Skip = Provider.Named is null ? "It runs by ./test --against URL only." : null;
}
