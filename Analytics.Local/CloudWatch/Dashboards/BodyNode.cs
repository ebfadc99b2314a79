using System.Text.Json;

namespace Analytics.Local.CloudWatch.Dashboards;

/// <summary>A node of a dashboard body. Its checks add the errors and warnings that they find to a list.</summary>
internal readonly struct BodyNode(JsonElement element, string path, List<BodyMessage> messages)
{
    public JsonElement Element => element;

    public string Path => path;

    public bool IsObject => element.ValueKind == JsonValueKind.Object;

    public bool IsArray => element.ValueKind == JsonValueKind.Array;

    public string? AsText => element.ValueKind == JsonValueKind.String ? element.GetString() : null;

    public double? AsNumber => element.ValueKind == JsonValueKind.Number ? element.GetDouble() : null;

    public void Error(string message) => messages.Add(new BodyMessage(path, message, true));

    public void Warn(string message) => messages.Add(new BodyMessage(path, message, false));

    /// <summary>Returns the member with this name; null if it is absent.</summary>
    public BodyNode? Member(string name) =>
        IsObject && element.TryGetProperty(name, out var member) ? new BodyNode(member, $"{path}/{name}", messages) : null;

    /// <summary>Returns the member with this name; adds an error if it is absent.</summary>
    public BodyNode? Required(string name)
    {
        var member = Member(name);
        if (member is null)
        {
            Error($"Should have required property '{name}'");
        }

        return member;
    }

    public IEnumerable<BodyNode> Items()
    {
        var index = 0;
        foreach (var item in element.EnumerateArray())
        {
            yield return new BodyNode(item, $"{path}/{index++}", messages);
        }
    }

    /// <summary>Requires an array whose number of items is within the bounds. Returns whether the node is an array.</summary>
    public bool ExpectArray(int least, int most)
    {
        if (!IsArray)
        {
            Error("Should be array");
            return false;
        }

        var count = element.GetArrayLength();
        if (count < least || count > most)
        {
            Error($"Should have {least} to {most} items");
        }

        return true;
    }

    public bool ExpectObject()
    {
        if (!IsObject)
        {
            Error("Should be object");
        }

        return IsObject;
    }

    public void ExpectText()
    {
        if (AsText is null)
        {
            Error("Should be string");
        }
    }

    public void ExpectNumber()
    {
        if (AsNumber is null)
        {
            Error("Should be number");
        }
    }

    public void ExpectBoolean()
    {
        if (element.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Error("Should be boolean");
        }
    }

    public void ExpectWhole(double least, double most)
    {
        if (AsNumber is not { } number || number != Math.Floor(number) || number < least || number > most)
        {
            Error(most == double.MaxValue ? $"Should be integer >= {least}" : $"Should be integer from {least} to {most}");
        }
    }

    public void ExpectOneOf(params ReadOnlySpan<string> allowed)
    {
        if (AsText is not { } text || !allowed.Contains(text))
        {
            Error($"Should be equal to one of the allowed values: {string.Join(", ", allowed!)}");
        }
    }

    /// <summary>Adds a warning for each unknown member: CloudWatch stores and ignores it.</summary>
    public void ExpectOnly(params ReadOnlySpan<string> known)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (!known.Contains(member.Name))
            {
                Warn($"Should NOT have additional property '{member.Name}'");
            }
        }
    }
}
