using System.Globalization;
using System.Text;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>A log message with its arguments put in: <c>"{count} orders of {sku:D6}"</c>, or by position, <c>"{0}"</c>.</summary>
internal sealed record MessageTemplate(string Text, IReadOnlyList<(string Name, object Value)> Properties)
{
    /// <summary>A hole that no argument is left for stays as it is written; <c>{{</c> and <c>}}</c> are single braces.</summary>
    public static MessageTemplate Render(string template, object[] args)
    {
        template ??= "";
        if (args is null or [])
        {
            return new MessageTemplate(template, []);
        }

        var text = new StringBuilder();
        var properties = new List<(string, object)>();
        for (var at = 0; at < template.Length; at++)
        {
            var c = template[at];
            if (c is '{' or '}' && at + 1 < template.Length && template[at + 1] == c)
            {
                text.Append(c);
                at++;
            }
            else if (
                c == '{' && template.IndexOf('}', at) is > 0 and var end && Fill(template[(at + 1)..end], properties, args) is { } filled)
            {
                text.Append(filled);
                at = end;
            }
            else
            {
                text.Append(c);
            }
        }

        return new MessageTemplate(text.ToString(), properties);
    }

    private static string Fill(string hole, List<(string, object)> properties, object[] args)
    {
        var parts = hole.Split(':', 2);
        var name = parts[0].TrimStart('@', '$');
        var index = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : properties.Count;
        if (index >= args.Length)
        {
            return null;
        }

        properties.Add((name, args[index]));
        return args[index] is IFormattable value
            ? value.ToString(parts.Length > 1 ? parts[1] : null, CultureInfo.InvariantCulture)
            : args[index]?.ToString() ?? "null";
    }
}
