using System.Xml;
using System.Xml.Linq;

namespace Analytics.Cli.Signing;

/// <summary>Outputs and parameters of a deployed stack.</summary>
/// <param name="Outputs">The outputs by name.</param>
/// <param name="Parameters">The values of the parameters by name.</param>
internal sealed record StackDescription(IReadOnlyDictionary<string, string> Outputs, IReadOnlyDictionary<string, string> Parameters)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    /// <summary>Asks CloudFormation, with the usual AWS configuration.</summary>
    /// <exception cref="IOException">CloudFormation refuses, as for a stack that is not there.</exception>
    public static async Task<StackDescription> ReadAsync(string stack, TimeProvider time, CancellationToken cancellationToken)
    {
        var region = AwsSettings.Region();
        var signer = new RequestSigner(AwsSettings.Credentials(), region.SystemName, "cloudformation", time);
        using var http = new HttpClient(new SigningHandler(signer)) { Timeout = Timeout };
        // The SDK's names for another endpoint.
        var address = Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL_CLOUDFORMATION")
            ?? Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL")
            ?? $"https://cloudformation.{region.SystemName}.{region.PartitionDnsSuffix}/";
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["Action"] = "DescribeStacks", ["Version"] = "2010-05-15", ["StackName"] = stack,
        });
        using var response = await http.PostAsync(new Uri(address), form, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? Parse(text)
            : throw new IOException($"CloudFormation in {region.SystemName}: {Refusal(text) ?? $"status {(int)response.StatusCode}"}");
    }

    /// <summary>Reads the answer of DescribeStacks for one stack.</summary>
    /// <exception cref="IOException">It is not such an answer.</exception>
    internal static StackDescription Parse(string xml)
    {
        try
        {
            var stack = Named(XDocument.Parse(xml), "Stacks").Elements().First();
            return new StackDescription(Pairs(stack, "Outputs", "Output"), Pairs(stack, "Parameters", "Parameter"));
        }
        catch (Exception other) when (other is XmlException or InvalidOperationException)
        {
            throw new IOException("CloudFormation's answer is not that of DescribeStacks.", other);
        }
    }

    /// <summary>The message of an error; null if there is none.</summary>
    internal static string? Refusal(string xml)
    {
        try
        {
            return XDocument.Parse(xml).Descendants().FirstOrDefault(element => element.Name.LocalName == "Message")?.Value;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static Dictionary<string, string> Pairs(XElement stack, string list, string kind) => stack.Elements()
        .Where(element => element.Name.LocalName == list).Elements().ToDictionary(
            member => Named(member, $"{kind}Key").Value, member => Named(member, $"{kind}Value").Value);

    private static XElement Named(XContainer parent, string name) =>
        parent.Descendants().First(element => element.Name.LocalName == name);
}
