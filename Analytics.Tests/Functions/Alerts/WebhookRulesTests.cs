using System.Net;
using System.Text.Json;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Functions.Alerts;
using Xunit;

namespace Analytics.Tests.Functions.Alerts;

public class WebhookRulesTests
{
    [Theory]
    [InlineData("https://shop.example/alerts?key=1", true, true)]
    [InlineData("https://shop.example:8443", true, true)]
    [InlineData("https://8.8.8.8/", true, true)]
    [InlineData("http://shop.example/", false, false)]
    [InlineData("http://127.0.0.1:8080/", false, true)]
    [InlineData("http://[::1]:8080/", false, true)]
    [InlineData("http://localhost:8080/", false, true)]
    [InlineData("https://localhost/", false, true)]
    [InlineData("https://10.0.0.7/", false, true)]
    [InlineData("https://169.254.169.254/latest/meta-data", false, true)]
    [InlineData("https://2130706433/", false, true)] // 127.0.0.1 as one number
    [InlineData("https://[::ffff:192.168.0.1]/", false, true)]
    [InlineData("ftp://shop.example/", false, false)]
    [InlineData("shop.example", false, false)]
    [InlineData("https://user:password@shop.example/", false, false)]
    [InlineData("https://shop.example/#x", false, false)]
    [InlineData("", false, false)]
    public void A_url_is_accepted_by_its_scheme_and_its_address(string url, bool deployed, bool local)
    {
        Assert.Equal(deployed, IsAccepted(url, allowsPrivate: false));
        Assert.Equal(local, IsAccepted(url, allowsPrivate: true));
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("100.128.0.1", true)]
    [InlineData("127.0.0.2", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.15.0.1", true)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("198.19.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("64:ff9b::a00:1", false)] // NAT64 of 10.0.0.1
    [InlineData("fc00::1", false)]
    [InlineData("fd00:ec2::254", false)] // instance metadata
    [InlineData("fe80::1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("2002:a00:1::", false)] // 6to4 of 10.0.0.1
    public void An_address_is_public_or_not(string address, bool isPublic)
    {
        Assert.Equal(isPublic, PublicAddress.IsPublic(IPAddress.Parse(address)));
        Assert.Equal(isPublic, new WebhookRules(false).Allows(new Uri("https://shop.example/"), IPAddress.Parse(address)));
    }

    // The name of a receiver may stand for another address later.
    [Fact]
    public void Where_a_name_leads_is_checked_for_each_connection()
    {
        var name = new Uri("https://shop.example/");
        Assert.True(new WebhookRules(true).Allows(name, IPAddress.Parse("10.0.0.1")));
        Assert.True(new WebhookRules(true).Allows(new Uri("http://localhost/"), IPAddress.Loopback));
        Assert.False(new WebhookRules(true).Allows(new Uri("http://localhost/"), IPAddress.Parse("10.0.0.1")));
        Assert.False(new WebhookRules(false).Allows(new Uri("http://localhost/"), IPAddress.Loopback));
    }

    [Fact]
    public async Task A_receiver_whose_name_leads_into_a_private_network_gets_no_notice()
    {
        using var sender = new WebhookSender(new WebhookRules(false));

        var failure = await sender.SendAsync("https://localhost:1/", "{}"u8.ToArray(), default);

        Assert.Equal("The receiver has no address that is allowed.", failure);
    }

    private static bool IsAccepted(string url, bool allowsPrivate)
    {
        var errors = new FieldErrors();
        using var json = JsonDocument.Parse(JsonSerializer.Serialize(new Dictionary<string, string> { ["webhook"] = url }));
        new WebhookRules(allowsPrivate).Read(JsonFields.Of(json.RootElement, ["webhook"], [], errors), before: null);
        return !errors.Any;
    }
}
