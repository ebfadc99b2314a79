using Amazon.Lambda.APIGatewayEvents;
using Analytics.Functions.Callers;
using Analytics.Functions.Runtime;
using Xunit;

namespace Analytics.Tests.Functions.Callers;

public class CallerReaderTests
{
    [Theory]
    [InlineData("sub=c-1", "c-1")]
    [InlineData("sub=c-1;scope=orders:read orders:write", "c-1")]
    [InlineData("sub=c-1;scope=orders:administrator", "c-1")]
    [InlineData("sub=c-1;scope=orders:read orders:admin", null)]
    [InlineData("sub=c-1;scp=[orders:read orders:admin]", null)]
    [InlineData("scp=orders:admin", null)]
    public void A_token_is_of_its_customer_unless_it_is_of_the_back_office(string claims, string? customer)
    {
        Assert.True(new CallerReader(ApiAccess.Jwt, "sub").TryRead(Request(claims), out var caller, out _));

        Assert.Equal((customer, true), (caller.CustomerId, caller.KnowsCustomers));
    }

    [Theory]
    [InlineData("sub=c-1;scope=orders:write", false)]
    [InlineData("sub=c-1;scope=orders:write prices:write", true)]
    [InlineData("sub=c-1;scope=orders:admin", true)]
    public void Prices_are_set_by_the_back_office_and_with_the_scope_for_it(string claims, bool maySetPrices)
    {
        Assert.True(new CallerReader(ApiAccess.Jwt, "sub").TryRead(Request(claims), out var caller, out _));

        Assert.Equal(maySetPrices, caller.MaySetPrices);
    }

    [Fact]
    public void The_claim_of_the_customer_can_be_another()
    {
        var reader = new CallerReader(ApiAccess.Jwt, "https://shop.example/customer");

        Assert.True(reader.TryRead(Request("sub=user;https://shop.example/customer=c-1"), out var caller, out _));
        Assert.Equal("c-1", caller.CustomerId);
        Assert.False(reader.TryRead(Request("sub=c-1"), out _, out var refusal));
        Assert.Equal(403, refusal.StatusCode);
    }

    // What a template without authorizer, or an invocation past API Gateway, would bring.
    [Fact]
    public void Where_tokens_are_asked_for_a_request_without_one_is_refused()
    {
        var reader = new CallerReader(ApiAccess.Jwt, "sub");

        Assert.False(reader.TryRead(new APIGatewayHttpApiV2ProxyRequest(), out _, out var refusal));
        Assert.Equal(403, refusal.StatusCode);
        Assert.False(reader.TryRead(
            new APIGatewayHttpApiV2ProxyRequest { RequestContext = new() { Authorizer = new() } }, out _, out refusal));
        Assert.Equal(403, refusal.StatusCode);
    }

    [Theory]
    [InlineData(ApiAccess.Iam)]
    [InlineData(ApiAccess.Open)]
    public void Without_tokens_every_caller_reaches_all_orders(ApiAccess access)
    {
        Assert.True(new CallerReader(access, "sub").TryRead(new APIGatewayHttpApiV2ProxyRequest(), out var caller, out _));

        Assert.Equal((null, false), (caller.CustomerId, caller.KnowsCustomers));
    }

    private static APIGatewayHttpApiV2ProxyRequest Request(string claims) => new()
    {
        RequestContext = new()
        {
            Authorizer = new()
            {
                Jwt = new() { Claims = claims.Split(';').Select(claim => claim.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]) },
            },
        },
    };
}
