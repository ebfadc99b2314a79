using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Wire;
using Analytics.Functions.Http;
using Analytics.Tests.Functions.Fakes;

namespace Analytics.Tests.Fuzz.Targets;

/// <summary>The body of an order, through the orders function. What is accepted is stored, announced and counted the same.</summary>
internal sealed class OrderBodyTarget : FuzzTarget
{
    private static readonly SourceGeneratorLambdaJsonSerializer<HttpJson> Serializer = new();

    public override IReadOnlyList<byte[]> Seeds { get; } = Texts(
        OrdersEventTarget.Body,
        """{"customerId":"抹茶","currency":"KWD","lines":[{"sku":"a","quantity":1000000,"unitPrice":1000000.000}]}""",
        """{"customerId":"c","currency":"USD","lines":[{"sku":"a","quantity":1,"unitPrice":1}],"extra":{"a":[1,2]}}""",
        """{"customerId":"c","currency":"JPY","lines":[{"sku":"a","quantity":1,"unitPrice":1e3},{"sku":"a","quantity":1e0,"unitPrice":0}]}""");

    public override IReadOnlyList<byte[]> Words { get; } =
    [
        .. Vocabulary.Json,
        .. Texts("\"EUR\"", "\"CLF\"", "\"usd\"", "{\"sku\":\"b\",\"quantity\":1,\"unitPrice\":1},", "\"sku\":\"\"", "\"quantity\":1000001",
            "\"unitPrice\":0.001", "1e17", "1000000.01"),
    ];

    public override string Run(byte[] input)
    {
        var (store, publisher, context) = (new InMemoryOrderStore(), new RecordingPublisher(), new StubContext());
        var function = OrdersBench.Function(store, publisher);
        var answer = function.HandleAsync(
            new APIGatewayHttpApiV2ProxyRequest
            {
                RouteKey = "POST /orders",
                Headers = new Dictionary<string, string> { ["content-type"] = "application/json" },
                Body = Convert.ToBase64String(input),
                IsBase64Encoded = true,
            },
            context).GetAwaiter().GetResult();

        var outcome = OrdersEventTarget.Answered(answer, context, Serializer);
        Hold(store.Orders.Count == (answer.StatusCode == 200 ? 1 : 0), () => "Only what is answered with 200 is stored.");
        if (answer.StatusCode == 200)
        {
            var change = publisher.Published.Single();
            Hold(change.After == store.Orders[0], () => "What is announced is not what is stored.");
            Hold(ChangeEvent.Read(ChangeEvent.Write(change)) == new ParsedChange.Accepted(change), () => "The event does not read back.");
            var tally = Tally.Of([change.After!]);
            var items = new Tally();
            ItemsFormat.DecodeInto(items, ItemsFormat.Encode(tally).Span);
            Hold(items.Items.All(item => item.Value.Equals(tally.Items[item.Key])), () => "The items do not read back.");
            Hold(change.After!.Lines.All(line => OrderRules.IsName(line.Sku)), () => "A name that is none was accepted.");
        }

        return outcome;
    }
}
