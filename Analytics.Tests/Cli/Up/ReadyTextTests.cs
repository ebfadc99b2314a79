using Analytics.Cli.Up;
using Xunit;

namespace Analytics.Tests.Cli.Up;

public class ReadyTextTests
{
    [Fact]
    public void Every_address_has_a_line_and_there_is_something_to_try()
    {
        var lines = ReadyText.Lines(
            new Uri("http://localhost:3000"),
            [("dynamodb", new Uri("http://127.0.0.1:41234")), ("kinesis", new Uri("http://127.0.0.1:41235"))],
            ".local");

        Assert.Equal(
            """
            ready
              api         http://localhost:3000
              dynamodb    http://127.0.0.1:41234
              kinesis     http://127.0.0.1:41235
              data        .local

            Place an order, then look at the totals:
              curl -s http://localhost:3000/orders -H 'content-type: application/json' -d '{"customerId":"me","currency":"USD","lines":[{"sku":"tea","quantity":2,"unitPrice":4.50}]}'
              curl -s 'http://localhost:3000/aggregates/totals?window=5m'

            """,
            string.Join('\n', lines));
    }

    [Fact]
    public void Where_the_API_asks_for_tokens_they_are_printed_and_used()
    {
        var lines = ReadyText.Lines(
            new Uri("http://localhost:3000"), [("issuer", new Uri("http://localhost:3002"))], ".local",
            new ReadyTokens("ey.a.b", "ey.c.d"));

        Assert.Equal(
            """
            ready
              api         http://localhost:3000
              issuer      http://localhost:3002
              data        .local

            Tokens for a day; ./run token issues others. CUSTOMER is of the customer me (orders:read orders:write), SHOP of the shop (aggregates:read aggregates:write orders:admin):
              CUSTOMER=ey.a.b
              SHOP=ey.c.d

            Place an order, then look at the totals:
              curl -s http://localhost:3000/orders -H "authorization: Bearer $CUSTOMER" -H 'content-type: application/json' -d '{"customerId":"me","currency":"USD","lines":[{"sku":"tea","quantity":2,"unitPrice":4.50}]}'
              curl -s 'http://localhost:3000/aggregates/totals?window=5m' -H "authorization: Bearer $SHOP"

            """,
            string.Join('\n', lines));
    }

    [Fact]
    public void Without_a_data_directory_it_states_that_nothing_is_stored() =>
        Assert.Contains("  data        not stored (--ephemeral)", ReadyText.Lines(new Uri("http://localhost:3000"), [], null));
}
