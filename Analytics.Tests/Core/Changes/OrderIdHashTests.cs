using Analytics.Core.Changes;
using Analytics.Core.Orders;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Core.Changes;

public class OrderIdHashTests
{
    [Fact]
    public void Eight_at_a_time_come_to_what_the_library_gives_for_each() =>
        Gen.Select(Gen.Guid, Gen.Int[1, int.MaxValue]).Array[0, 40].Sample(identities =>
        {
            var rows = identities.Select(identity => new ChangeRow { Id = new ChangeId(new OrderId(identity.Item1), identity.Item2) }).ToArray();
            OrderIdHash.Fill(rows);

            Assert.All(rows, row => Assert.Equal(row.Id.Fingerprint(), row.Fingerprint));
        });
}
