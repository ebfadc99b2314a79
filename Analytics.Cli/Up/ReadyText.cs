namespace Analytics.Cli.Up;

/// <summary>The text printed once the stack is ready.</summary>
internal static class ReadyText
{
    private const string CustomerVariable = "CUSTOMER";
    private const string BackOfficeVariable = "SHOP";
    private const string SomeOrder = """{"customerId":"me","currency":"USD","lines":[{"sku":"tea","quantity":2,"unitPrice":4.50}]}""";

    /// <summary>The word <c>ready</c>, one line per address, and commands to try.</summary>
    /// <param name="api">The HTTP API; null if the template has none. Then there are no commands to try.</param>
    /// <param name="services">The other addresses by name, in display order.</param>
    /// <param name="data">The data directory; null if nothing is stored.</param>
    /// <param name="tokens">Tokens for the API; null if it needs none.</param>
    public static IEnumerable<string> Lines(
        Uri? api, IEnumerable<(string Name, Uri Address)> services, string? data, ReadyTokens? tokens = null)
    {
        yield return "ready";
        foreach (var (name, address) in api is null ? services : services.Prepend(("api", api)))
        {
            yield return Row(name, Shown(address));
        }

        yield return Row("data", data ?? "not stored (--ephemeral)");
        yield return "";
        if (tokens is not null)
        {
            yield return $"Tokens for a day; ./run token issues others. {CustomerVariable} is of the customer "
                + $"{AccessParameters.SomeCustomer} ({string.Join(' ', AccessParameters.CustomerScopes)}), {BackOfficeVariable} of the "
                + $"shop ({string.Join(' ', AccessParameters.BackOfficeScopes)}):";
            yield return $"  {CustomerVariable}={tokens.Customer}";
            yield return $"  {BackOfficeVariable}={tokens.BackOffice}";
            yield return "";
        }

        if (api is not null)
        {
            var (placing, reading) = tokens is null ? ("", "")
                : ($" -H \"authorization: Bearer ${CustomerVariable}\"", $" -H \"authorization: Bearer ${BackOfficeVariable}\"");
            yield return "Place an order, then look at the totals:";
            yield return $"  curl -s {Shown(api)}/orders{placing} -H 'content-type: application/json' -d '{SomeOrder}'";
            yield return $"  curl -s '{Shown(api)}/aggregates/totals?window=5m'{reading}";
            yield return "";
        }
    }

    private static string Row(string name, string value) => $"  {name,-12}{value}";

    private static string Shown(Uri address) => address.ToString().TrimEnd('/');
}

/// <summary>Tokens that <c>up</c> prints.</summary>
/// <param name="Customer">Of a customer of the shop.</param>
/// <param name="BackOffice">Of the shop's own programs.</param>
internal sealed record ReadyTokens(string Customer, string BackOffice);
