using System.Text;
using Analytics.Local.CloudWatch.Protocol;

namespace Analytics.Local.CloudWatch.Operations;

/// <summary>Encodes the position of the next page as an opaque token.</summary>
internal static class PageToken
{
    /// <param name="position">The position where the next page begins.</param>
    /// <param name="of">What is being paged; a token for something else is rejected.</param>
    public static string Write(string position, string of) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{of}\n{position}"));

    /// <exception cref="ServiceError">The token was not issued for this purpose.</exception>
    public static string Read(string token, string of)
    {
        var bytes = new byte[token.Length];
        if (!Convert.TryFromBase64String(token, bytes, out var length))
        {
            throw ServiceError.NextToken();
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        return text.StartsWith(of + "\n", StringComparison.Ordinal) ? text[(of.Length + 1)..] : throw ServiceError.NextToken();
    }
}
