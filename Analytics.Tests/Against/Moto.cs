namespace Analytics.Tests.Against;

/// <summary>Where moto (5.2.1) does not do what AWS does, which the tests have to go around.</summary>
internal static class Moto
{
    /// <summary>
    /// moto handles requests on threads without a lock: of 360 conditional writes by six clients one was confirmed and lost, and a
    /// transaction that is cancelled puts whole tables back to what they were when it began.
    /// </summary>
    public const string Difference = "differs: moto does not isolate requests, so they are sent to it one at a time";

    /// <summary>Whether this is the address of a moto server: it serves its own pages there.</summary>
    public static async Task<bool> IsAtAsync(Uri address)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        using var answer = await http.GetAsync(new Uri(address, "/moto-api/"));
        return answer.IsSuccessStatusCode
            && (await answer.Content.ReadAsStringAsync()).Contains("moto", StringComparison.OrdinalIgnoreCase);
    }
}
