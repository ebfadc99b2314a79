using System.Net;
using System.Net.Sockets;

namespace Analytics.Functions.Alerts;

/// <summary>Tells addresses of the public Internet from those of private and special networks.</summary>
/// <remarks>IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890).</remarks>
internal static class PublicAddress
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 "
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IPNetwork.Parse),
        .. "192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 "
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IPNetwork.Parse),
        // Within 2000::/3: protocol assignments with Teredo, documentation, and 6to4, which contains an IPv4 address.
        .. "2001::/23 2001:db8::/32 2002::/16 3fff::/20".Split(' ').Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>Whether an address belongs to the public Internet.</summary>
    public static bool IsPublic(IPAddress address)
    {
        var mapped = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (mapped.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(mapped))
            && !Array.Exists(NotPublic, network => network.Contains(mapped));
    }
}
