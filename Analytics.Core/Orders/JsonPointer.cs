namespace Analytics.Core.Orders;

/// <summary>JSON Pointers in URI fragments (RFC 6901, sections 3 and 6).</summary>
internal static class JsonPointer
{
    /// <summary>The pointer to a member of an object.</summary>
    /// <param name="pointer">The pointer to the object.</param>
    /// <param name="name">The member's name; any text.</param>
    public static string Append(string pointer, string name) =>
        $"{pointer}/{Uri.EscapeDataString(name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal))}";
}
