using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.Injection;
using Analytics.Simulation.Running;
using Analytics.Simulation.Terms;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace Analytics.Simulation.Shop;

/// <summary>Edits that writers other than the API make to an item. Each is a function of the item and random draws.</summary>
internal static class Editor
{
    private const int LanesUsual = 20;
    private const double RarelyRate = 0.04;

    // The attributes that decide whether an order is valid. Repairing an order restores these.
    private static readonly string[] Judged = ["customerId", "status", "currency", "lines", "placedAt", "updatedAt", "shipping", "tax"];

    /// <summary>Returns the item with one attribute edited; null if this edit does not apply to it.</summary>
    /// <param name="what">The fault, which selects the attribute.</param>
    /// <param name="item">The current item.</param>
    /// <param name="backups">Earlier states of the item, oldest first.</param>
    /// <param name="other">The item of another order.</param>
    /// <param name="random">Source of all other choices.</param>
    public static Item? Edited(Fault what, Item item, IReadOnlyList<Item> backups, Item? other, Random random) => what switch
    {
        Fault.QuantityEdited => WithLines(item, random, Quantity),
        Fault.PriceEdited => WithLines(item, random, Price),
        Fault.AmountsEdited => Amounts(item, random),
        Fault.DimensionsEdited => With(item, "dimensions", Dimensions(random)),
        Fault.StatusEdited => With(item, "status", Text(item.GetValueOrDefault("status")?.S == "PLACED" ? "CANCELLED" : "PLACED")),
        Fault.PlacedAtEdited => PlacedAt(item, random),
        Fault.CurrencyEdited => With(item, "currency", Text(random.Of<string>(["USD", "EUR", "JPY", "KWD", "CLF"]))),
        Fault.CustomerEdited => With(item, "customerId", Text(random.Of<string>(["another", "c 1", "Ünal"]))),
        Fault.LaneEdited => With(item, "lane", Lane(random)),
        Fault.VersionEdited => With(item, "version", Version(item, random)),
        Fault.ChangeIdsEdited => With(item, "changeIds", ChangeIds(item, backups, other, random)),
        Fault.UpdatedAtEdited => Moved(item, "updatedAt", "updatedAt", random.Of<TimeSpan>(
            [TimeSpan.FromHours(-3), TimeSpan.FromMinutes(-1), TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(2),
                TimeSpan.FromDays(-2)])),
        Fault.DigestEdited => With(item, "digest", random.Next(2) == 0 ? null : Text("0123456789abcdef")),
        Fault.PlacedInEdited => With(item, "placedIn", random.Of<AttributeValue?>([null, Text("2026-01-01#00"), Text("nowhere")])),
        Fault.MadeInvalid => Spoilt(item, random),
        _ => throw new System.Diagnostics.UnreachableException($"{what} edits no item."),
    };

    /// <summary>Returns the item made invalid as an order.</summary>
    public static Item? Spoilt(Item item, Random random) => random.Next(10) switch
    {
        0 => WithLines(item, random, (lines, _, _) => lines[^1]["quantity"] = Number("-5")),
        1 => WithLines(item, random, (lines, _, _) => lines[0]["quantity"] = Text("two")),
        2 => WithLines(item, random, (lines, _, _) => lines[0].Remove("sku")),
        3 => With(item, "status", Text("SHIPPED")),
        4 => With(item, "lines", random.Next(2) == 0 ? null : new AttributeValue { L = [], IsLSet = true }),
        5 => Moved(item, "placedAt", "updatedAt", TimeSpan.FromDays(1) + random.Span(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(3))),
        6 => With(item, "currency", Text(random.Of<string>(["usd", "ZZZ", "dollars"]))),
        7 => With(item, "customerId", random.Next(2) == 0 ? null : Number("7")),
        8 => With(item, "updatedAt", Text("yesterday")),
        _ => WithLines(item, random, (lines, _, _) => lines[0]["unitPrice"] = Number("1.00001")),
    };

    /// <summary>Returns the item made valid: restores the attributes that are validated and keeps the rest.</summary>
    public static Item Mended(Item item, Item valid)
    {
        var mended = new Item(item);
        foreach (var name in Judged)
        {
            mended.Remove(name);
            if (valid.TryGetValue(name, out var value))
            {
                mended[name] = value;
            }
        }

        return mended;
    }

    /// <summary>Returns the item with the content of another order.</summary>
    public static Item Replaced(Item item, Item other, bool withIds)
    {
        var replaced = new Item(other) { ["orderId"] = item["orderId"] };
        foreach (var name in withIds ? [] : new[] { "changeIds", "lane", "version", "digest" })
        {
            replaced.Remove(name);
            if (item.TryGetValue(name, out var own))
            {
                replaced[name] = own;
            }
        }

        return replaced;
    }

    /// <summary>Returns an order as another program writes it.</summary>
    /// <param name="terms">The content of the order.</param>
    /// <param name="now">The time of the write.</param>
    /// <param name="other">An order whose API attributes may be copied; null for none.</param>
    /// <param name="random">Source of all other choices.</param>
    public static Item Imported(ShopTerms terms, DateTimeOffset now, Item? other, Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        var id = new Guid(bytes).ToString();
        var updatedAt = now - (random.Next(3) == 0 ? random.Span(TimeSpan.FromSeconds(1), TimeSpan.FromDays(3)) : TimeSpan.Zero);
        var item = new Item
        {
            ["orderId"] = Text(random.Next(8) == 0 ? id.ToUpperInvariant() : id),
            ["customerId"] = Text(terms.CustomerId),
            ["status"] = Text(random.Next(8) == 0 ? "CANCELLED" : "PLACED"),
            ["currency"] = Text(terms.Currency),
            ["lines"] = new() { L = [.. terms.Lines.Select(Line)], IsLSet = true },
            ["shipping"] = Number(terms.Shipping),
            ["tax"] = Number(terms.Tax),
            ["updatedAt"] = Time(updatedAt),
            ["placedAt"] = Time(updatedAt + random.Next(4) switch
            {
                0 => random.Span(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
                1 => -random.Span(TimeSpan.FromSeconds(1), TimeSpan.FromDays(3)),
                _ => TimeSpan.Zero,
            }),
        };
        Set("version", random.Of<AttributeValue?>([null, Number("1"), Number("3"), Number("10000"), Number("0"), Text("first")]));
        Set("lane", random.Next(2) == 0 ? null : Lane(random));
        Set("changeIds", random.Next(2) == 0 ? null : other?.GetValueOrDefault("changeIds"));
        Set("placedIn", random.Next(2) == 0 ? null : other?.GetValueOrDefault("placedIn"));
        Set("digest", random.Next(2) == 0 ? null : other?.GetValueOrDefault("digest"));
        Set("dimensions", random.Next(2) == 0 ? null : Dimensions(random));
        Set("source", random.Next(2) == 0 ? null : Text("the old shop"));
        return item;

        void Set(string name, AttributeValue? value)
        {
            if (value is not null)
            {
                item[name] = value;
            }
        }
    }

    private static void Quantity(List<Item> lines, Item item, Random random)
    {
        var line = lines[random.Next(lines.Count)];
        switch (random.Next(5))
        {
            case 0 when lines.Count > 1:
                lines.Remove(line);
                break;
            case 1:
                lines.Add(new Item(line));
                break;
            default:
                line["quantity"] = Number(
                    random.Chance(RarelyRate) ? "1000000" : random.Next(1, 30).ToString(CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void Price(List<Item> lines, Item item, Random random) =>
        lines[random.Next(lines.Count)]["unitPrice"] = Number(random.Of<string>(["0", "1", "7.5", "19.99", "1E+3", "1000000"]));

    private static Item? Amounts(Item item, Random random)
    {
        var name = random.Of<string>(["shipping", "tax", "discount", "refunded", "returned"]);
        var amount = random.Next(8) switch
        {
            0 => null,
            1 => Number(random.Of<string>(["-1", "1000000000.01", "0.00001", "1E+12"])),
            2 => Text("3"),
            3 => Number("1E+1"),
            _ => Number(random.Next(0, 6).ToString(CultureInfo.InvariantCulture)),
        };
        return name is "shipping" or "tax"
            ? With(item, name, amount)
            : WithLines(item, random, (lines, _, _) =>
            {
                var line = lines[random.Next(lines.Count)];
                line.Remove(name);
                if (amount is not null)
                {
                    line[name] = amount;
                }
            });
    }

    // Mostly a few values, so that orders share slices; now and then what is no dimension.
    private static AttributeValue? Dimensions(Random random)
    {
        if (random.Next(8) is var unusual && unusual < 2)
        {
            return unusual == 0
                ? null
                : random.Of<AttributeValue>([Text("web"), Map([]), Map([("channel", Number("7")), ("Bad", Text("x"))])]);
        }

        var values = new List<(string, AttributeValue)>();
        foreach (var (name, some) in new[]
        {
            ("channel", ["web", "app", "store", "Web"]), ("country", ["de", "at", "fr-1", ""]), ("segment", ["b2b", "b2c", "x y"]),
            ("campaign", (string[])["1", "spring_2026"]), ("warehouse", ["west"]),
        })
        {
            if (random.Next(3) > 0)
            {
                values.Add((name, Text(random.Of(some))));
            }
        }

        return Map(values);
    }

    private static AttributeValue Map(IEnumerable<(string Name, AttributeValue Value)> values) =>
        new() { M = values.ToDictionary(value => value.Name, value => value.Value), IsMSet = true };

    private static Item? PlacedAt(Item item, Random random)
    {
        var length = random.Next(6) switch
        {
            0 => TimeSpan.FromMilliseconds(random.Next(1, 60_000)),
            1 => random.Span(TimeSpan.FromMinutes(1), TimeSpan.FromHours(3)),
            2 => random.Span(TimeSpan.FromHours(1), TimeSpan.FromDays(1)),
            3 => -random.Span(TimeSpan.FromHours(1), TimeSpan.FromDays(random.Chance(RarelyRate) ? 40 : 3)),
            4 when random.Next(4) == 0 => -TimeSpan.FromDays(random.Next(450, 5_000)),
            4 => TimeSpan.FromDays(1),
            _ => -random.Span(TimeSpan.FromMinutes(1), TimeSpan.FromHours(3)),
        };
        return Moved(item, "placedAt", random.Next(2) == 0 || length > TimeSpan.Zero ? "updatedAt" : "placedAt", length);
    }

    // Every additional lane slows every read, so only a few worlds have many lanes.
    private static AttributeValue? Lane(Random random) => random.Next(7) switch
    {
        0 => null,
        1 => random.Of<AttributeValue>([Number("256"), Number("-1"), Number("1.5"), Text("3"), Text("left"), Number("1E+30")]),
        2 when random.Chance(RarelyRate) => Number("255"),
        _ => Number(random.Next(LanesUsual).ToString(CultureInfo.InvariantCulture)),
    };

    private static AttributeValue? Version(Item item, Random random) => random.Next(6) switch
    {
        0 => null,
        1 => Text("latest"),
        2 => Number(random.Of<string>(["1E+30", "9007199254740993", "-3", "1.5", "0"])),
        3 => Number("1"),
        _ =>
            Number(long.TryParse(item.GetValueOrDefault("version")?.N, CultureInfo.InvariantCulture, out var version) && version < 1_000_000
            ? (version + random.Next(1, 20)).ToString(CultureInfo.InvariantCulture)
            : "2"),
    };

    private static AttributeValue? ChangeIds(Item item, IReadOnlyList<Item> backups, Item? other, Random random)
    {
        var ids = item.GetValueOrDefault("changeIds")?.L ?? [];
        return random.Next(9) switch
        {
            0 => null,
            1 => Ids([]),
            2 => Ids(ids.SkipLast(1)),
            3 => Ids(ids.Take(1)),
            4 => Ids(ids.Skip(1)),
            5 => Ids(ids.AsEnumerable().Reverse()),
            6 => other?.GetValueOrDefault("changeIds"),
            7 => random.Of<AttributeValue>(
                [Text("none"), Ids([Text("x"), .. ids]), Ids([.. ids, Number("5")]), Ids([.. ids, Text("0123456789abcdef")])]),
            _ => backups.Count == 0 ? null : random.Of(backups).GetValueOrDefault("changeIds"),
        };
    }

    private static AttributeValue Ids(IEnumerable<AttributeValue> ids) => new() { L = [.. ids], IsLSet = true };

    private static Item? WithLines(Item item, Random random, Action<List<Item>, Item, Random> edit)
    {
        if (item.GetValueOrDefault("lines")?.L is not { Count: > 0 } written || written.Exists(line => line.M is null))
        {
            return null;
        }

        var lines = written.ConvertAll(line => new Item(line.M));
        edit(lines, item, random);
        return With(item, "lines",
            new AttributeValue { L = lines.ConvertAll(line => new AttributeValue { M = line, IsMSet = true }), IsLSet = true });
    }

    // Sets one time attribute to the value of another plus an offset.
    private static Item? Moved(Item item, string name, string from, TimeSpan length) =>
        DateTimeOffset.TryParse(item.GetValueOrDefault(from)?.S, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? With(item, name, Time(time + length))
            : null;

    private static Item With(Item item, string name, AttributeValue? value)
    {
        var edited = new Item(item);
        edited.Remove(name);
        if (value is not null)
        {
            edited[name] = value;
        }

        return edited;
    }

    private static AttributeValue Line(ShopLine line) => new()
    {
        M = new Item
        {
            ["sku"] = Text(line.Sku),
            ["quantity"] = Number(line.Quantity.ToString(CultureInfo.InvariantCulture)),
            ["unitPrice"] = Number(line.UnitPrice),
            ["discount"] = Number(line.Discount),
        },
        IsMSet = true,
    };

    private static AttributeValue Time(DateTimeOffset time) =>
        Text(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));

    private static AttributeValue Text(string text) => new() { S = text };

    private static AttributeValue Number(string number) => new() { N = number };
}
