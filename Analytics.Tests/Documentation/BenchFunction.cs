using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
using Analytics.Functions.Http;
using Analytics.Local.Lambda;

namespace Analytics.Tests.Documentation;

/// <summary>Answers the gateway's invocations in this process.</summary>
internal sealed class BenchFunction(ApiBench bench) : IFunctionInvoker
{
    private static readonly SourceGeneratorLambdaJsonSerializer<HttpJson> Serializer = new();

    public async Task<InvocationResult> InvokeAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        using var input = new MemoryStream(payload.ToArray());
        using var output = new MemoryStream();
        Serializer.Serialize(await bench.SendAsync(Serializer.Deserialize<APIGatewayHttpApiV2ProxyRequest>(input)), output);
        return new InvocationResult.Success("r", output.ToArray());
    }
}
