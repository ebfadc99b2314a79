using System.Text;

namespace Analytics.Tests.Fuzz;

/// <summary>Segments that readers of text and numbers stumble over.</summary>
internal static class Vocabulary
{
    /// <summary>For JSON of any kind: structure, numbers at the edges, strings that are not what they seem.</summary>
    public static readonly IReadOnlyList<byte[]> Json = Bytes(
        "null", "true", "false", "{}", "[]", "\"\"", ",", ":", "\"", "\\", "{\"\":0}", "[[]]", "\"a\":1,\"a\":2",
        "0", "-0", "-1", "1e999", "-1e999", "1e-999", "1E400", "0.1", "1.00000000000000000000000001", "9007199254740993",
        "2147483647", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "-9223372036854775809",
        "18446744073709551616", "170141183460469231731687303715884105728", "1" + new string('0', 400), "0." + new string('0', 400) + "1",
        "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u0000\"", "\"\\u202e\"", "\\ud83d", "\ufeff", "\u2028", "😀", "e\u0301", "ß", "İ", "\0",
        "\"0001-01-01T00:00:00.000Z\"", "\"9999-12-31T23:59:59.999Z\"", "\"2026-11-23T12:00:00.000Z\"", "\"2026-02-30T12:00:00.000Z\"",
        "/*", "//", "NaN", "Infinity", "1970-01-01", "+1", "1_000", "٣", "0x10", "%00", "%ff", "=", "&", new string('a', 300));

    public static readonly IReadOnlyList<byte[]> JsonNests = Bytes("[", "{\"a\":", "[{\"a\":", "{\"M\":{\"a\":", "{\"L\":[");

    /// <summary>For items of DynamoDB: attributes, and what may stand in one.</summary>
    public static readonly IReadOnlyList<byte[]> Attributes = Bytes(
    [
        .. Numbers.Select(number => $"{{\"N\":\"{number}\"}}"), .. Numbers.Select(number => $"\"{number}\""),
        .. new[] { "", "x", "\\ud83d\\ude00", "\\u001b[2J", "9999-12-31T23:59Z", "0001-01-01T00:00Z", "2026-11-23T12:07Z#00000", "minute#0",
            "9999-12-31T23:59:59.999Z" }
            .SelectMany(text => new[] { $"{{\"S\":\"{text}\"}}", $"\"{text}\"" }),
        "{\"B\":\"\"}", "{\"B\":\"AA==\"}", "{\"B\":\"AAAAAAAAAAA=\"}", "{\"BOOL\":true}", "{\"BOOL\":false}", "{\"L\":[]}", "{\"M\":{}}",
        "{\"L\":[{\"M\":{}}]}", "null", "{}",
    ]);

    private static IEnumerable<string> Numbers =>
    [
        "0", "1", "2", "3", "4", "256", "-1", "1.5", "1e3", "", "01", "+1", "9223372036854775806", "9223372036854775807",
        "9223372036854775808", "-9223372036854775808", "4611686018427387904",
        "170141183460469231731687303715884105727", "-170141183460469231731687303715884105728", "170141183460469231731687303715884105728",
        new string('9', 200),
    ];

    public static IReadOnlyList<byte[]> Bytes(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];
}
