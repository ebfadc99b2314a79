using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace Analytics.Cli.Mcp;

/// <summary>A tool of the server.</summary>
internal interface ITool
{
    /// <summary>Its name, description and input schema.</summary>
    Tool Description { get; }

    /// <summary>Calls it. Arguments that it does not take, or takes otherwise, are a result that says so.</summary>
    Task<CallToolResult> CallAsync(IReadOnlyDictionary<string, JsonElement> arguments, CancellationToken cancellationToken);
}

/// <summary>Makes tools and results.</summary>
internal static class Tools
{
    /// <summary>A tool that changes nothing.</summary>
    public static Tool Describe(string name, string description, JsonElement schema) => new()
    {
        Name = name,
        Description = description,
        InputSchema = schema,
        Annotations = new ToolAnnotations { ReadOnlyHint = true, IdempotentHint = true },
    };

    /// <summary>A result of text.</summary>
    public static CallToolResult Result(string text, bool isError = false) =>
        new() { Content = [new TextContentBlock { Text = text }], IsError = isError };
}
