namespace Analytics.Local.CloudWatch.MetricMath;

/// <summary>Evaluates expressions that refer to the other queries of a request.</summary>
/// <param name="lookUp">Returns the value of the query with an id; null if there is none.</param>
/// <param name="metrics">The ids of the queries that read a metric, in request order.</param>
/// <param name="search">Evaluates SEARCH; its arguments are the search expression, the statistic, and the period or null.</param>
/// <param name="range">The time range of the request.</param>
/// <param name="period">Period in seconds of a series that is created from a number.</param>
internal sealed class ExpressionEvaluator(
    Func<string, MathValue?> lookUp,
    IReadOnlyList<string> metrics,
    Func<string, string, int?, MathValue> search,
    MathRange range,
    int period)
{
    private static readonly string Supported = string.Join(
        ", ",
        Functions.Names
            .Concat(TimeParts.Functions)
            .Concat(["FILL", "IF", "METRICS", "SEARCH", "SLICE", "SORT", "TIME_SERIES"])
            .Order(StringComparer.Ordinal));

    /// <exception cref="MathError">The expression is invalid, or uses an unsupported feature.</exception>
    public MathValue Evaluate(Expression expression) => expression switch
    {
        Expression.Number number => new MathValue.Scalar(number.Value),
        Expression.Name name => lookUp(name.Id) ?? throw new MathError($"There is no query with the id '{name.Id}'."),
        Expression.Negation negation => Evaluate(negation.Operand).Map(value => -value),
        Expression.Binary binary => Operators.Apply(binary.Operator, Evaluate(binary.Left), Evaluate(binary.Right)),
        Expression.Array array => Flatten(array),
        Expression.Call call => Call(call),
        _ => throw new MathError("A text can only be an argument of SEARCH or METRICS."),
    };

    private MathValue Call(Expression.Call call)
    {
        var arguments = call.Arguments;
        switch (call.Function)
        {
            case "METRICS":
                Expect(call, 0, 1);
                return Metrics(arguments.Count == 1 ? TextOf(call, 0) : "");
            case "SEARCH":
                Expect(call, 2, 3);
                return search(TextOf(call, 0), TextOf(call, 1), arguments.Count == 3 ? WholeOf(call, 2) : null);
            case "SORT":
                Expect(call, 3, 4);
                return Ranking.Sort(
                    Evaluate(arguments[0]), WordOf(call, 1), WordOf(call, 2), arguments.Count == 4 ? WholeOf(call, 3) : null);
            case "FILL":
                Expect(call, 2, 2);
                return Fill(Evaluate(arguments[0]), arguments[1]);
            case "IF":
                Expect(call, 2, 3);
                return IfFunction.Choose(
                    Evaluate(arguments[0]), Evaluate(arguments[1]), arguments.Count == 3 ? Evaluate(arguments[2]) : null);
            case "SLICE":
                Expect(call, 2, 3);
                return Slice(
                    Functions.ArrayOf("SLICE", Evaluate(arguments[0])), IndexOf(call, 1), arguments.Count == 3 ? IndexOf(call, 2) : null);
            case "TIME_SERIES":
                return ConstantSeries(Evaluate(Only(call)));
            default:
                return Functions.Find(call.Function) is { } function ? function(Evaluate(Only(call)))
                    : TimeParts.Find(call.Function) is { } part ? part(Evaluate(Only(call)), range)
                    : throw new MathError($"The function {call.Function} is not supported; supported are {Supported}.");
        }
    }

    private static MathValue.Many Slice(IReadOnlyList<TimeSeries> series, int start, int? end) =>
        new([.. series.Take(end ?? int.MaxValue).Skip(start)]);

    private MathValue.Single ConstantSeries(MathValue value) => value is MathValue.Scalar scalar
        ? new MathValue.Single(GapFilling.Constant(new TimeSeries("", period, []), range, scalar.Value))
        : throw new MathError("TIME_SERIES takes a number.");

    private MathValue.Many Metrics(string part) => new(
        [.. metrics
            .Where(id => id.Contains(part, StringComparison.Ordinal))
            .Select(lookUp)
            .OfType<MathValue.Single>()
            .Select(single => single.Series)]);

    private MathValue.Many Flatten(Expression.Array array) => new(
        [.. array.Items.Select(Evaluate).SelectMany(value => value switch
        {
            MathValue.Single single => [single.Series],
            MathValue.Many many => many.All,
            _ => throw new MathError("An array can only hold time series."),
        })]);

    private MathValue Fill(MathValue value, Expression filler) => filler switch
    {
        Expression.Name { Id: "REPEAT" } => value.Each(series => GapFilling.Repeat(series, range)),
        Expression.Name { Id: "LINEAR" } => value.Each(series => GapFilling.Linear(series, range)),
        _ => Evaluate(filler) switch
        {
            MathValue.Scalar scalar => value.Each(series => GapFilling.Constant(series, range, scalar.Value)),
            MathValue.Single single => value.Each(series => GapFilling.From(series, single.Series)),
            _ => throw new MathError("FILL takes a number, a time series, REPEAT or LINEAR as its second argument."),
        },
    };

    private static void Expect(Expression.Call call, int least, int most)
    {
        if (call.Arguments.Count < least || call.Arguments.Count > most)
        {
            var count = $"{(least == most ? "" : $"{least} to ")}{most} {(most == 1 ? "argument" : "arguments")}";
            throw new MathError($"The function {call.Function} takes {count}; got {call.Arguments.Count}.");
        }
    }

    private static Expression Only(Expression.Call call)
    {
        Expect(call, 1, 1);
        return call.Arguments[0];
    }

    private static string TextOf(Expression.Call call, int index) => call.Arguments[index] is Expression.Text text
        ? text.Value
        : throw new MathError($"Argument {index + 1} of {call.Function} must be a text in quotes.");

    private static string WordOf(Expression.Call call, int index) => call.Arguments[index] is Expression.Name name
        ? name.Id
        : throw new MathError($"Argument {index + 1} of {call.Function} must be a word.");

    /// <summary>Evaluates an argument that must be a non-negative whole number; it may be computed.</summary>
    private int IndexOf(Expression.Call call, int index) =>
        Evaluate(call.Arguments[index]) is MathValue.Scalar { Value: >= 0 and <= int.MaxValue } number
        && number.Value == Math.Floor(number.Value)
            ? (int)number.Value
            : throw new MathError($"Argument {index + 1} of {call.Function} must be a whole number, 0 or greater.");

    private static int WholeOf(Expression.Call call, int index) =>
        call.Arguments[index] is Expression.Number { Value: > 0 and <= int.MaxValue } number
        && number.Value == Math.Floor(number.Value)
            ? (int)number.Value
            : throw new MathError($"Argument {index + 1} of {call.Function} must be a whole number greater than zero.");
}
