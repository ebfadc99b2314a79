using System.Globalization;
using System.Text.Json;
using Analytics.Simulation.Client;
using Analytics.Simulation.Reference;
using Analytics.Simulation.Stack;
using Analytics.Simulation.Terms;

namespace Analytics.Simulation.Checking;

/// <summary>Compares everything that a world at rest answers with its orders.</summary>
internal sealed class Checker(SimulatedSystem system, ShopClient client, ShopLedger ledger)
{
    private const int QuestionsAtRest = 8;
    private const int AnswersKept = 6;
    private const int MaxAttempts = 40;

    // Minutes are stored one day longer, but are no longer counted by then.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(401);

    private readonly Random _random = system.World.RandomStreams.Source("checker");

    // Answers from earlier rests, which a client may revalidate.
    private readonly List<(Question Question, ClientResponse Answer)> _kept = [];

    /// <summary>Runs all checks.</summary>
    /// <exception cref="CheckFailedException">A check failed.</exception>
    public async Task CheckAsync()
    {
        var truth = ReferenceOf(system, ledger);
        Answered();
        new QuarantineCheck(system).Check();
        new SliceCheck(system).Check(truth);
        if (truth.Orders.Count == 0)
        {
            return;
        }

        foreach (var (question, answer) in _kept.ToList())
        {
            await AskAgainAsync(question, answer, truth);
        }

        var (from, to) = (truth.Orders[0].Minute, truth.Orders[^1].Minute + 1);
        var drawn = Enumerable.Range(0, QuestionsAtRest).Select(_ => Question.Draw(_random, from, to))
            .Select(question => _random.Next(2) == 0 ? question : question.Sliced(_random)).ToList();
        foreach (var question in Question.All(from, to).Concat(drawn))
        {
            await AskAsync(question, truth);
        }
    }

    /// <summary>The reference model of the current orders.</summary>
    /// <remarks>Orders removed by DynamoDB TTL still count. Orders older than the retention of minutes never do.</remarks>
    public static ReferenceModel ReferenceOf(SimulatedSystem system, ShopLedger ledger)
    {
        var oldest = Minutes.Of(system.World.Now) - (long)Kept.TotalMinutes;
        var orders = system.Orders.All.Concat(ledger.Expired).Select(TrueOrder.Read).OfType<TrueOrder>();
        return new ReferenceModel(orders.Where(order => order.Minute >= oldest));
    }

    /// <summary>Whether the answers about a minute match the orders.</summary>
    public async Task<bool> IsRightAsync(long minute)
    {
        var truth = ReferenceOf(system, ledger);
        foreach (var question in Question.All(minute, minute + 1))
        {
            var answer = await client.AskAsync(question.Endpoint, question.Query, question.Sku);
            if (answer.Status != 200 || AnswerCheck.Differences(question, answer.Body, truth).Any())
            {
                return false;
            }
        }

        return true;
    }

    private async Task AskAsync(Question question, ReferenceModel truth)
    {
        system.World.Tell("checker", question.ToString());
        var answer = await AnswerToAsync(question, null);
        if (answer.Status != 200)
        {
            throw new CheckFailedException($"{question}: {answer}");
        }

        Hold(question, answer.Body, truth);
        if (answer.Tag is not null && question.Query.ContainsKey("from"))
        {
            _kept.Add((question, answer));
            _kept.RemoveRange(0, Math.Max(0, _kept.Count - AnswersKept));
        }
    }

    private async Task AskAgainAsync(Question question, ClientResponse before, ReferenceModel truth)
    {
        system.World.Tell("checker", $"{question}, if not {before.Tag}");
        var answer = await AnswerToAsync(question, before.Tag);
        if (answer.Status is not (200 or 304))
        {
            throw new CheckFailedException($"{question}: {answer}");
        }

        Hold(question, answer.Status == 304 ? before.Body : answer.Body, truth);
    }

    // The first query of a long window computes its rollups, and may reach its deadline; the next one continues from there.
    private async Task<ClientResponse> AnswerToAsync(Question question, string? tag)
    {
        var answer = await client.AskAsync(question.Endpoint, question.Query, question.Sku, tag);
        for (var attempt = 1; answer.Status == 503 && attempt < MaxAttempts; attempt++)
        {
            answer = await client.AskAsync(question.Endpoint, question.Query, question.Sku, tag);
        }

        return answer;
    }

    private static void Hold(Question question, string body, ReferenceModel truth)
    {
        if (AnswerCheck.Differences(question, body, truth).FirstOrDefault() is { } difference)
        {
            throw new CheckFailedException($"{question}: {difference}");
        }
    }

    /// <summary>
    /// Every acknowledged order is in the table, as acknowledged or in a later version, unless another writer edited it. Every order placed
    /// with a key exists only once.
    /// </summary>
    private void Answered()
    {
        var edited = ledger.Orders.Where(placed => placed.IsEdited).Select(placed => placed.Id).ToHashSet();
        var orders = system.Orders.All.Select(TrueOrder.Read).OfType<TrueOrder>().Where(order => !edited.Contains(order.Id))
            .ToDictionary(order => order.Id);
        foreach (var placed in ledger.Orders.Where(placed => placed is { Answered: not null, IsEdited: false }))
        {
            var (version, body) = placed.Answered!.Value;
            if (!orders.TryGetValue(placed.Id!, out var order) || order.Version < version)
            {
                throw new CheckFailedException(
                    $"Order {placed.Number} ({placed.Id}) was answered with version {version} and is not in the table: {order}");
            }

            if (order.Version == version && Difference(order, body) is { } difference)
            {
                throw new CheckFailedException($"Order {placed.Number} ({placed.Id}) is not what was answered: {difference}");
            }
        }

        foreach (var customer in orders.Values.GroupBy(order => order.CustomerId))
        {
            var placed = ledger.Orders.Where(order => order.Terms.CustomerId == customer.Key).ToList();
            if (customer.Count() > placed.Count && placed.Count > 0 && placed.TrueForAll(order => order.Key is not null))
            {
                throw new CheckFailedException(
                    $"Customer {customer.Key} ordered {placed.Count} times with a key and has {customer.Count()} orders.");
            }
        }
    }

    private static string? Difference(TrueOrder order, string body)
    {
        using var json = JsonDocument.Parse(body);
        var total = json.RootElement.GetProperty("total").GetRawText();
        var status = json.RootElement.GetProperty("status").GetString();
        var paid = order.Lines.Sum(line => line.Quantity * line.UnitPrice - line.Discount) + order.Shipping + order.Tax;
        return paid == decimal.Parse(total, CultureInfo.InvariantCulture)
            && order.IsCancelled == (status == "CANCELLED")
                ? null
                : $"the table has {order}, the answer was {body}";
    }
}
