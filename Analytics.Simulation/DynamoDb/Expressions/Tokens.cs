namespace Analytics.Simulation.DynamoDb.Expressions;

/// <summary>Splits an expression into tokens.</summary>
internal sealed class Tokens
{
    private static readonly HashSet<string> Keywords =
        new(["AND", "OR", "NOT", "BETWEEN", "SET", "ADD", "REMOVE"], StringComparer.OrdinalIgnoreCase);

    private readonly string _expression;
    private readonly List<string> _tokens = [];
    private int _next;

    public Tokens(string expression)
    {
        _expression = expression;
        for (var at = 0; at < expression.Length;)
        {
            var end = at + 1;
            if (char.IsWhiteSpace(expression[at]))
            {
                at = end;
                continue;
            }

            if (IsWord(expression[at]))
            {
                while (end < expression.Length && IsWord(expression[end]))
                {
                    end++;
                }
            }
            else if (end < expression.Length && expression[at..(end + 1)] is "<>" or "<=" or ">=")
            {
                end++;
            }

            _tokens.Add(expression[at..end]);
            at = end;
        }
    }

    /// <summary>The next token; empty at the end.</summary>
    public string Peek => _next < _tokens.Count ? _tokens[_next] : "";

    public bool AtEnd => _next == _tokens.Count;

    /// <summary>Whether the next token is a keyword of the expression language.</summary>
    public bool AtKeyword => Keywords.Contains(Peek);

    public string Take() => AtEnd ? throw Unknown() : _tokens[_next++];

    /// <summary>Takes the next token if it equals the given one.</summary>
    public bool TryTake(string token)
    {
        var isIt = string.Equals(Peek, token, StringComparison.OrdinalIgnoreCase);
        _next += isIt ? 1 : 0;
        return isIt;
    }

    public void Expect(string token)
    {
        if (!TryTake(token))
        {
            throw Unknown();
        }
    }

    /// <summary>The exception for an expression that is not valid or that the simulation does not support.</summary>
    public NotSupportedException Unknown() =>
        new($"The simulated table does not know '{Peek}' (token {_next}) in the expression '{_expression}'.");

    private static bool IsWord(char character) => char.IsLetterOrDigit(character) || character is '_' or '#' or ':';
}
