namespace Analytics.Functions.Http;

/// <summary>An entity tag (RFC 9110, section 8.8.3).</summary>
/// <param name="Opaque">The text between the quotes.</param>
/// <param name="IsWeak">Whether equal tags only mean that the representations are equivalent.</param>
internal readonly record struct EntityTag(string Opaque, bool IsWeak = false)
{
    /// <summary>Strong comparison: the tags are equal and neither is weak.</summary>
    public bool IsStrongMatch(EntityTag other) => !IsWeak && !other.IsWeak && Opaque == other.Opaque;

    /// <summary>Weak comparison: the tags are equal, whether weak or not.</summary>
    public bool IsWeakMatch(EntityTag other) => Opaque == other.Opaque;

    /// <inheritdoc/>
    public override string ToString() => IsWeak ? $"W/\"{Opaque}\"" : $"\"{Opaque}\"";
}
