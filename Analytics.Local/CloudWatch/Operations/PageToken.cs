using System.Text;
using Analytics.Local.CloudWatch.Protocol;

namespace Analytics.Local.CloudWatch.Operations;

/// <summary>Says where the next page begins, in a form that a client hands back as it got it.</summary>
internal static class PageToken
{
    /// <param name="position">Where the next page begins.</param>
    /// <param name="of">What is paged; a token of something else is refused.</param>
    public static string Write(string position, string of) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{of}\n{position}"));

    /// <exception cref="ServiceError">The token was not handed out for this.</exception>
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
