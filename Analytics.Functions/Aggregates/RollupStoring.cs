using Analytics.Core.Windows;

namespace Analytics.Functions.Aggregates;

/// <summary>Decides which of the rollups that an answer computes are stored. Not thread-safe.</summary>
/// <remarks>
/// Days are always stored: there are few, and they save the most. Of quarters that the answer itself consists of, as many as a few days at
/// the edges of a range have are stored as well, so that the next answer has an <c>ETag</c>. For all others there is a time limit. It is
/// that of storing alone, so that a read that reaches its deadline while it reads minutes leaves quarters for the next one, too.
/// </remarks>
internal sealed class RollupStoring
{
    /// <summary>
    /// Time that an answer may spend on storing quarters. One second: some 1,000 quarters on DynamoDB, and a hundred on the local one.
    /// </summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(1);

    /// <summary>Number of quarters of the answer itself that are stored however long it takes.</summary>
    public const int MaxOfAnswer = 400;

    private readonly Spent _spent;
    private readonly bool _isForDays;

    /// <param name="time">The clock that measures how long storing takes.</param>
    public RollupStoring(TimeProvider time)
        : this(new Spent(time), isForDays: false)
    {
    }

    private RollupStoring(Spent spent, bool isForDays) => (_spent, _isForDays) = (spent, isForDays);

    /// <summary>The same limit, for quarters of which days are summed.</summary>
    public RollupStoring ForDays => new(_spent, isForDays: true);

    /// <summary>Whether no time is left.</summary>
    public bool IsOver => _spent.On >= MaxTime;

    /// <summary>Stores rollups, all of the same length, or leaves them to later reads.</summary>
    public async Task RunAsync(IReadOnlyCollection<RollupPeriod> periods, Func<Task> store)
    {
        var isDay = periods.Any(period => period.Length == RollupLength.Day);
        if (!isDay && !_isForDays)
        {
            _spent.OfAnswer += periods.Count;
        }

        if (isDay || !IsOver || (!_isForDays && _spent.OfAnswer <= MaxOfAnswer))
        {
            var begun = _spent.Time.GetTimestamp();
            await store();
            _spent.On += isDay ? TimeSpan.Zero : _spent.Time.GetElapsedTime(begun);
        }
    }

    private sealed class Spent(TimeProvider time)
    {
        public TimeProvider Time => time;

        public TimeSpan On { get; set; }

        public int OfAnswer { get; set; }
    }
}
