namespace Analytics.Functions.Http;

/// <summary>An entity tag (RFC 9110, section 8.8.3).</summary>
/// <param name="Opaque">What stands between the quotes.</param>
/// <param name="IsWeak">Whether equal tags say only that the representations mean the same.</param>
internal readonly record struct EntityTag(string Opaque, bool IsWeak = false)
{
    /// <summary>The strong comparison: equal, and neither is weak.</summary>
    public bool IsStrongMatch(EntityTag other) => !IsWeak && !other.IsWeak && Opaque == other.Opaque;

    /// <summary>The weak comparison: equal, whether weak or not.</summary>
    public bool IsWeakMatch(EntityTag other) => Opaque == other.Opaque;

    /// <inheritdoc/>
    public override string ToString() => IsWeak ? $"W/\"{Opaque}\"" : $"\"{Opaque}\"";
}
