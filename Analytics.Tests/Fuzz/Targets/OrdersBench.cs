using Analytics.Functions.Callers;
using Analytics.Functions.Orders;
using Analytics.Storage;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Analytics.Tests.Fuzz.Targets;

/// <summary>The orders function over a store in memory.</summary>
internal static class OrdersBench
{
    public static OrdersFunction Function(InMemoryOrderStore store) => Function(store, new RecordingPublisher());

    public static OrdersFunction Function(
        InMemoryOrderStore store, RecordingPublisher publisher, CallerReader? callers = null, ICatalogue? catalogue = null)
    {
        var time = new FakeTimeProvider(Some.At("12:00"));
        return new OrdersFunction(
            new OrdersHandler(store, publisher, lanes: 4, () => Some.Id(1), new Random(1), time, callers: callers, catalogue: catalogue),
            new OrderMetrics(new NoMetrics(), time), time);
    }
}
