using System.Globalization;
using Analytics.Simulation.Client;
using Analytics.Simulation.Injection;
using Analytics.Simulation.Reference;
using Analytics.Simulation.Running;
using Analytics.Simulation.Stack;
using Analytics.Simulation.Terms;

namespace Analytics.Simulation.Checking;

/// <summary>
/// Queries aggregates while writes continue and checks each answer against what the tables held when the query started and when it
/// returned.
/// </summary>
internal sealed class AnswerWatch(SimulatedSystem system, ShopClient client, ShopLedger ledger, OrderHistory history, bool tenUnits)
{
    private const int AnswersKept = 8;
    private const double AgainRate = 0.3;
    private const double IncludesRate = 0.25;
    private const double GetRate = 0.3;
    private const int NewestChanges = 5;

    private readonly Random _random = system.World.RandomStreams.Source("answer watch");
    private readonly List<(Question Question, ClientResponse Answer)> _kept = [];

    /// <summary>Counts of what was checked.</summary>
    public Evidence Evidence { get; } = new();

    /// <summary>Makes one randomly chosen request.</summary>
    public async Task AskAsync()
    {
        system.FaultInjection.Count(Fault.ReadsAnyTime);
        if (_random.Chance(GetRate) && ledger.Orders.Count > 0)
        {
            await GetAsync(_random.Of(ledger.Orders.ToList()));
            return;
        }

        if (_kept.Count > 0 && _random.Chance(AgainRate))
        {
            // A client that repeats a query, or revalidates its earlier answer with a conditional request.
            var (before, answer) = _random.Of(_kept);
            await AskAsync(before, _random.Next(2) == 0 ? answer : null, null);
            return;
        }

        var now = Minutes.Of(system.World.Now);
        var question = Question.Draw(_random, now - (_random.Next(2) == 0 ? 30 : 1000), now + 1);
        var change = ledger.Changes.Count > 0 && _random.Chance(IncludesRate)
            ? ledger.Changes[^_random.Next(1, Math.Min(NewestChanges, ledger.Changes.Count) + 1)]
            : null;
        await AskAsync(question.Endpoint == "totals" && now % 2 == 0 ? question.WithCustomers() : question, null, change);
    }

    private async Task AskAsync(Question question, ClientResponse? before, string? change)
    {
        var asked = question;
        var floor = history.Orders.Select(order => Math.Max(order.Counted, order.Seen)).ToArray();
        var isBetween = history.IsBetween(long.MinValue, long.MaxValue);
        if (change is not null)
        {
            asked = question with { Query = new(question.Query) { ["includes"] = change, ["wait"] = _random.Of<string>(
                ["0s", "0.5s", "2s", "10s"]) } };
        }

        system.World.Tell("watch", $"{asked}{(before is null ? "" : $", if not {before.Tag}")}");
        var answer = await client.AskAsync(asked.Endpoint, asked.Query, asked.Sku, before?.Tag);
        if (answer.Status == 503)
        {
            HoldRefusal(asked, answer, change);
            return;
        }

        if (answer.Status != 200 && !(answer.Status == 304 && before?.Tag is not null))
        {
            throw new CheckFailedException($"{asked}: {answer}");
        }

        if (change is not null
            && history.Find(ulong.Parse(change.Split('.')[^1], NumberStyles.HexNumber, CultureInfo.InvariantCulture)) is var (order, state))
        {
            floor[order.Index] = Math.Max(floor[order.Index], state);
            Evidence.Included++;
        }

        var moving = new MovingAnswer(history, floor);
        var body = answer.Status == 304 ? before!.Body : answer.Body;
        try
        {
            moving.Hold(question, body, tenUnits);
        }
        catch (CheckFailedException failure)
        {
            throw new CheckFailedException($"{asked}: while everything moves, {failure.Message} (answer {answer.Status}: {body})");
        }

        Evidence.Answers++;
        Evidence.OrdersTold += moving.OrdersTold;
        Evidence.Torn += isBetween || history.IsBetween(long.MinValue, long.MaxValue) ? 1 : 0;
        if (answer.Status == 200 && answer.Tag is not null)
        {
            _kept.Add((question, answer));
            _kept.RemoveRange(0, Math.Max(0, _kept.Count - AnswersKept));
        }
    }

    // A response that never arrived has no body.
    private void HoldRefusal(Question question, ClientResponse answer, string? change)
    {
        if (answer.Body.Length > 0 && answer.RetryAfter is null)
        {
            throw new CheckFailedException($"{question}: {answer} does not say when to try again");
        }

        Evidence.NotYet += change is not null && answer.Body.Contains("not counted yet", StringComparison.Ordinal) ? 1 : 0;
    }

    private async Task GetAsync(PlacedOrder order)
    {
        if (order.Id is null || order.IsExpired)
        {
            return;
        }

        var (isPlain, before) = (order.Terms.Mark is not null, order.Answered);
        var answer = await client.GetAsync(order.ApiId);
        if (isPlain && answer.Status is not (200 or 503))
        {
            throw new CheckFailedException($"GET order {order.Number}: {answer}");
        }

        if (isPlain && answer.Status == 200 && answer.Order().Version < (before?.Version ?? 0))
        {
            throw new CheckFailedException($"GET order {order.Number} gives an older version than {before}: {answer}");
        }
    }
}

/// <summary>Counts of what was checked, as proof that the checks ran.</summary>
internal sealed class Evidence
{
    /// <summary>Answers checked while writes continued.</summary>
    public long Answers { get; set; }

    /// <summary>How often an order was identified in an answer.</summary>
    public long OrdersTold { get; set; }

    /// <summary>Answers whose request started or returned while a commit was between its segment and its head.</summary>
    public long Torn { get; set; }

    /// <summary>Answers that had to include a change and did.</summary>
    public long Included { get; set; }

    /// <summary>Requests rejected because the change they asked for was not counted yet.</summary>
    public long NotYet { get; set; }

    /// <summary>The longest time from the last fault or change until everything was visible.</summary>
    public TimeSpan LongestToVisible { get; set; }

    public void Add(Evidence other)
    {
        Answers += other.Answers;
        OrdersTold += other.OrdersTold;
        Torn += other.Torn;
        Included += other.Included;
        NotYet += other.NotYet;
        LongestToVisible = other.LongestToVisible > LongestToVisible ? other.LongestToVisible : LongestToVisible;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Answers:N0} answers held while everything moved, with {OrdersTold:N0} orders told in them; {Torn:N0} while a commit was "
            + $"between segment and head; "
        + $"{Included:N0} had to include a change, {NotYet:N0} said that it was not counted yet; everything visible at the latest "
            + $"{LongestToVisible:c} after the last fault");
}
