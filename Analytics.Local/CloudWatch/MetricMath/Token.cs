namespace Analytics.Local.CloudWatch.MetricMath;

internal enum TokenKind
{
    Number,
    Name,
    Text,
    Symbol,
    End,
}

/// <summary>A token of an expression.</summary>
/// <param name="Kind">The kind of token.</param>
/// <param name="Text">The text as written; for a <see cref="TokenKind.Text"/>, the text between the quotes.</param>
/// <param name="Position">Index of the first character.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Position);
