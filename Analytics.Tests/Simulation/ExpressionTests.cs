using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.DynamoDb.Expressions;
using Xunit;
using Condition = Analytics.Simulation.DynamoDb.Expressions.Condition;

namespace Analytics.Tests.Simulation;

public class ExpressionTests
{
    private static readonly Dictionary<string, AttributeValue> Item = new()
    {
        ["pk"] = new() { S = "minute#1" },
        ["rev"] = new() { N = "10" },
        ["late"] = new() { N = "3" },
    };

    private static readonly Dictionary<string, string> Names =
        new() { ["#pk"] = "pk", ["#rev"] = "rev", ["#late"] = "late", ["#new"] = "new" };

    private static readonly Dictionary<string, AttributeValue> Values = new()
    {
        [":nine"] = new() { N = "9" },
        [":ten"] = new() { N = "10.0" },
        [":one"] = new() { N = "1" },
        [":text"] = new() { S = "minute#" },
        [":last"] = new() { S = "minute#2" },
    };

    [Theory]
    [InlineData("#rev = :ten", true)] // Numbers, not texts.
    [InlineData("#rev > :nine", true)]
    [InlineData("#rev <= :nine", false)]
    [InlineData("#rev <> :ten", false)]
    [InlineData("#rev = :text", false)] // Other types are never equal.
    [InlineData("#new < :nine", false)] // Nothing compares with what is not there.
    [InlineData("#pk BETWEEN :text AND :last", true)]
    [InlineData("attribute_exists(#pk) AND attribute_not_exists(#new)", true)]
    [InlineData("begins_with(#pk, :text)", true)]
    [InlineData("#new <> :ten", true)] // What is not there is other than any value.
    [InlineData("NOT #rev = :ten OR #late = :one", false)]
    [InlineData("#rev = :ten OR #late = :one AND #late = :nine", true)] // AND binds closer than OR.
    [InlineData("(#rev = :ten OR #late = :one) AND #late = :nine", false)]
    public void Conditions(string expression, bool holds) =>
        Assert.Equal(holds, Condition.Parse(expression)(new Scope(Item, Names, Values)));

    [Theory]
    [InlineData("SET #new = :one", "10 3 1")]
    [InlineData("SET #rev = #rev + :one, #new = #rev", "11 3 10")] // All of them see the item as it was.
    [InlineData("SET #new = if_not_exists(#new, :nine) - :one", "10 3 8")]
    [InlineData("ADD #late :one SET #rev = :nine", "9 4 ")]
    [InlineData("ADD #new :one", "10 3 1")] // What is not there counts as zero.
    [InlineData("REMOVE #late ADD #rev :one", "11  ")]
    [InlineData("SET #new = if_not_exists(#late, :nine) + if_not_exists(#new, :one) REMOVE #late ADD #rev :one", "11  4")]
    [InlineData("SET #new = if_not_exists(#new, if_not_exists(#late, :one))", "10 3 3")]
    public void Updates(string expression, string expected)
    {
        var changed = UpdateExpression.Parse(expression).Apply(new Scope(Item, Names, Values), [])!;

        Assert.Equal(expected, $"{Number("rev")} {Number("late")} {Number("new")}");
        Assert.Equal("10", Item["rev"].N);

        string? Number(string name) => changed.GetValueOrDefault(name)?.N;
    }

    [Fact]
    public void Lists_grow_at_their_end()
    {
        var update = UpdateExpression.Parse("SET #new = list_append(if_not_exists(#new, :empty), :added)");
        var values = new Dictionary<string, AttributeValue>
        {
            [":empty"] = new() { L = [], IsLSet = true },
            [":added"] = new() { L = [new AttributeValue { S = "a" }, new AttributeValue { N = "1" }] },
        };

        var once = update.Apply(new Scope(Item, Names, values), [])!;
        var twice = update.Apply(new Scope(once, Names, values), [])!;

        Assert.Equal("a1", Told(once));
        Assert.Equal("a1a1", Told(twice));

        static string Told(Dictionary<string, AttributeValue> item) =>
            string.Concat(item["new"].L.Select(element => element.S ?? element.N));
    }

    [Theory]
    [InlineData("SET #new = list_append(#rev, :one)")] // No lists.
    [InlineData("SET #late = list_append(#new, :one)")] // Not there.
    [InlineData("SET #late = #new")]
    [InlineData("SET #late = #new + :one")]
    [InlineData("SET #late = #pk + :one")]
    [InlineData("ADD #pk :one")]
    [InlineData("SET #late = :one SET #new = :one")] // A clause may come once.
    public void What_DynamoDB_refuses_is_refused(string expression)
    {
        var refusal = Assert.Throws<AmazonDynamoDBException>(
            () => UpdateExpression.Parse(expression).Apply(new Scope(Item, Names, Values), []));

        Assert.Equal("ValidationException", refusal.ErrorCode);
    }

    [Theory]
    [InlineData("#pk = :text", "[minute#]", "..")]
    [InlineData("#rev = :last AND #pk = :text", "[minute#]", "minute#2..minute#2")] // In any order.
    [InlineData("#pk = :text AND #rev < :last", "[minute#]", "..)minute#2")]
    [InlineData("#pk = :text AND #rev <= :last", "[minute#]", "..minute#2")]
    [InlineData("#pk = :text AND #rev > :last", "[minute#]", "minute#2(..")]
    [InlineData("#pk = :text AND #rev >= :last", "[minute#]", "minute#2..")]
    [InlineData("#rev BETWEEN :text AND :last AND #pk = :text", "[minute#]", "minute#..minute#2")]
    [InlineData("begins_with(#rev, :text) AND #pk = :text", "[minute#]", "minute#..*")]
    public void Key_conditions(string expression, string partition, string bounds)
    {
        var range = KeyCondition.Parse(expression).Of(new Scope(null, Names, Values), "pk", "rev");

        Assert.Equal(partition, $"[{range.Partition}]");
        Assert.Equal(
            bounds,
            $"{range.From}{(range.FromIsIn ? "" : "(")}..{(range.ToIsIn ? "" : ")")}{range.To}{(range.Prefix is null ? "" : "*")}");
    }

    [Theory]
    [InlineData("#pk > :text")]
    [InlineData("#rev = :text")]
    [InlineData("#pk = :text AND #late = :last")]
    [InlineData("#pk = :text AND #rev > :text AND #rev < :last")]
    [InlineData("#pk = :text AND #rev BETWEEN :last AND :text")]
    [InlineData("#pk = :one")] // A number.
    public void Key_conditions_that_DynamoDB_refuses(string expression) => Assert.Equal(
        "ValidationException",
        Assert.Throws<AmazonDynamoDBException>(
            () => KeyCondition.Parse(expression).Of(new Scope(null, Names, Values), "pk", "rev")).ErrorCode);

    [Theory]
    [InlineData("size(#pk) > :one")]
    [InlineData("contains(#pk, :text)")]
    [InlineData("#rev IN (:one, :nine)")]
    [InlineData("#pk.#rev = :one")]
    [InlineData("#rev[0] = :one")]
    [InlineData("#rev = :one :nine")]
    [InlineData("#rev =")]
    public void What_is_not_simulated_is_an_error_and_never_a_guess(string expression) =>
        Assert.Throws<NotSupportedException>(() => Condition.Parse(expression));

    [Theory]
    [InlineData("SET #new = size(#new)")]
    [InlineData("SET #new[0] = :one")]
    [InlineData("DELETE #new :one")]
    [InlineData("SET #new :one")]
    public void Nor_is_an_update_guessed(string expression) =>
        Assert.Throws<NotSupportedException>(() => UpdateExpression.Parse(expression));
}
