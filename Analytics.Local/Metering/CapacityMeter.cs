using System.Text;
using System.Text.Json;

namespace Analytics.Local.Metering;

/// <summary>Reports the capacity that DynamoDB calls consume, as DynamoDB's responses state it.</summary>
internal static class CapacityMeter
{
    private const string Target = "DynamoDB_20120810.";
    private const string Asked = "\"ReturnConsumedCapacity\"";

    private static readonly HashSet<string> Writes = ["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"];
    private static readonly HashSet<string> Reads = ["GetItem", "Query", "Scan", "BatchGetItem", "TransactGetItems"];

    /// <summary>
    /// Adds a request for consumed capacity to the body, unless the body has one already or the operation is not metered.
    /// </summary>
    /// <param name="target">The header <c>X-Amz-Target</c>.</param>
    /// <param name="body">The body, a JSON object.</param>
    public static byte[] Ask(string target, byte[] body)
    {
        var text = body.AsSpan().TrimEnd(" \t\r\n"u8);
        if (OperationOf(target) is null || text.Length < 2 || text[^1] != '}' || text.IndexOf(Encoding.UTF8.GetBytes(Asked)) >= 0)
        {
            return body;
        }

        return [.. text[..^1], .. Encoding.UTF8.GetBytes($",{Asked}:\"TOTAL\"}}")];
    }

    /// <summary>Reports the capacity that a request consumed, whether its condition failed, and whether it was throttled.</summary>
    /// <remarks>A throttled request on several tables, which names none by itself, is not reported.</remarks>
    public static void Report(ServiceMeter meter, string target, ReadOnlyMemory<byte> request, int status, ReadOnlyMemory<byte> response)
    {
        if (OperationOf(target) is not { } operation)
        {
            return;
        }

        var isWrite = Writes.Contains(operation);
        try
        {
            using var answer = JsonDocument.Parse(response);
            if (status == 200)
            {
                foreach (var capacity in Capacities(answer.RootElement))
                {
                    meter.Capacity(
                        capacity.GetProperty("TableName").GetString() ?? "", isWrite, capacity.GetProperty("CapacityUnits").GetDouble());
                }
            }
            else if (IsError(answer, "ProvisionedThroughputExceededException") || IsError(answer, "ThrottlingException"))
            {
                using var asked = JsonDocument.Parse(request);
                meter.Throttled(asked.RootElement.GetProperty("TableName").GetString() ?? "", isWrite);
            }
            else if (isWrite && IsError(answer, "ConditionalCheckFailedException"))
            {
                using var asked = JsonDocument.Parse(request);
                var table = asked.RootElement.GetProperty("TableName").GetString() ?? "";
                meter.ConditionFailed(table);
                // A write whose condition fails consumes one unit per kilobyte of the existing item, at least one. The response contains
                // the item if the request asked for it.
                meter.Capacity(table, isWrite, Math.Max(1, Math.Ceiling(response.Length / 1024.0)));
            }
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // The client gets an unexpected response unchanged; it is not metered.
        }
    }

    private static bool IsError(JsonDocument answer, string name) =>
        answer.RootElement.TryGetProperty("__type", out var type) && type.GetString()?.EndsWith(name, StringComparison.Ordinal) == true;

    private static string? OperationOf(string target) =>
        target.StartsWith(Target, StringComparison.Ordinal) && target[Target.Length..] is var operation
            && (Writes.Contains(operation) || Reads.Contains(operation))
            ? operation
            : null;

    // An operation on one table returns an object, an operation on several tables an array.
    private static List<JsonElement> Capacities(JsonElement answer)
    {
        if (!answer.TryGetProperty("ConsumedCapacity", out var capacity))
        {
            return [];
        }

        return capacity.ValueKind == JsonValueKind.Array ? [.. capacity.EnumerateArray()] : [capacity];
    }
}
