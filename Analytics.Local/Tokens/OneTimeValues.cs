using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;

namespace Analytics.Local.Tokens;

/// <summary>Random texts that each stand for a value once, for some time. Thread-safe.</summary>
/// <param name="lifetime">How long a text stands for its value.</param>
/// <param name="time">The clock.</param>
internal sealed class OneTimeValues<T>(TimeSpan lifetime, TimeProvider time)
    where T : class
{
    // When there are more, the oldest is forgotten.
    private const int Max = 1000;
    private const int TextBytes = 32;

    private readonly Lock _lock = new();
    private readonly OrderedDictionary<string, (T Value, DateTimeOffset Expires)> _values = [];

    /// <summary>Returns a new text for a value.</summary>
    public string Add(T value)
    {
        var text = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(TextBytes));
        lock (_lock)
        {
            if (_values.Count == Max)
            {
                _values.RemoveAt(0);
            }

            _values.Add(text, (value, time.GetUtcNow() + lifetime));
        }

        return text;
    }

    /// <summary>Returns the value of a text, which no longer stands for it; null if it never did, or does no longer.</summary>
    public T? Take(string text)
    {
        lock (_lock)
        {
            return _values.Remove(text, out var entry) && time.GetUtcNow() < entry.Expires ? entry.Value : null;
        }
    }
}
