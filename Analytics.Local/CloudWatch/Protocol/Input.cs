using System.Globalization;

namespace Analytics.Local.CloudWatch.Protocol;

/// <summary>Reads the members of a structure in a request by name and type.</summary>
/// <param name="map">The structure. Members that are not read are ignored, as the protocols require.</param>
/// <param name="path">Path of the structure in the request, for error messages; empty for the request itself.</param>
/// <remarks>Reading a member of another type throws <see cref="ServiceError"/>; a member that is absent or null reads as null.</remarks>
internal sealed class Input(WireValue.Map map, string path = "")
{
    /// <summary>Path of a member in error messages, in the service's format: <c>MetricData.member.1.Value</c>.</summary>
    public string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";

    public bool Has(string name) => Find(name) is not null;

    public string? Text(string name) => Find(name) switch
    {
        null => null,
        WireValue.Text text => text.Value,
        WireValue.Untyped untyped => untyped.Value,
        _ => throw Mistyped(PathOf(name), "a string"),
    };

    public string RequiredText(string name) => Text(name) ?? throw ServiceError.Missing(PathOf(name));

    public double? Number(string name) => Find(name) is { } value ? NumberOf(value, PathOf(name)) : null;

    public double RequiredNumber(string name) => Number(name) ?? throw ServiceError.Missing(PathOf(name));

    public int? Integer(string name) => Number(name) switch
    {
        null => null,
        { } number when number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue => (int)number,
        _ => throw Mistyped(PathOf(name), "a whole number"),
    };

    public int RequiredInteger(string name) => Integer(name) ?? throw ServiceError.Missing(PathOf(name));

    public bool? Flag(string name) => Find(name) switch
    {
        null => null,
        WireValue.Flag flag => flag.Value,
        WireValue.Untyped untyped when bool.TryParse(untyped.Value, out var flag) => flag,
        _ => throw Mistyped(PathOf(name), "true or false"),
    };

    public DateTimeOffset? Time(string name) => Find(name) switch
    {
        null => null,
        WireValue.Time time => time.Value,
        WireValue.Untyped untyped => WireTime.FromText(untyped.Value) ?? throw Mistyped(PathOf(name), "a time in ISO 8601"),
        WireValue.Integer or WireValue.Number => WireTime.FromSeconds(Number(name) ?? 0)
            ?? throw Mistyped(PathOf(name), "a time"),
        _ => throw Mistyped(PathOf(name), "a time in seconds since 1970"),
    };

    public DateTimeOffset RequiredTime(string name) => Time(name) ?? throw ServiceError.Missing(PathOf(name));

    public Input? Structure(string name) => Find(name) switch
    {
        null => null,
        WireValue.Map inner => new Input(inner, PathOf(name)),
        _ => throw Mistyped(PathOf(name), "a structure"),
    };

    public Input RequiredStructure(string name) => Structure(name) ?? throw ServiceError.Missing(PathOf(name));

    public IReadOnlyList<Input>? Structures(string name) => Items(
        name, (item, at) => item is WireValue.Map inner ? new Input(inner, at) : throw Mistyped(at, "a structure"));

    public IReadOnlyList<string>? Texts(string name) => Items(
        name,
        (item, at) => item is WireValue.Text text ? text.Value
            : item is WireValue.Untyped untyped ? untyped.Value
            : throw Mistyped(at, "a string"));

    public IReadOnlyList<double>? Numbers(string name) => Items(name, NumberOf);

    private static double NumberOf(WireValue value, string at) => value switch
    {
        WireValue.Integer integer => integer.Value,
        WireValue.Number number => number.Value,
        WireValue.Untyped untyped when
            double.TryParse(untyped.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        // JSON has no literals for these numbers; the AWS JSON protocols encode them as strings.
        WireValue.Text { Value: "NaN" } => double.NaN,
        WireValue.Text { Value: "Infinity" } => double.PositiveInfinity,
        WireValue.Text { Value: "-Infinity" } => double.NegativeInfinity,
        _ => throw Mistyped(at, "a number"),
    };

    private static ServiceError Mistyped(string at, string expected) => ServiceError.Serialization($"{at} must be {expected}.");

    private WireValue? Find(string name) =>
        map.Members.TryGetValue(name, out var value) && value is not WireValue.Nothing ? value : null;

    private List<T>? Items<T>(string name, Func<WireValue, string, T> read)
    {
        var found = Find(name);
        if (found is null)
        {
            return null;
        }

        // The Query protocol encodes an empty list as an empty value.
        if (found is WireValue.Untyped { Value: "" })
        {
            return [];
        }

        if (found is not WireValue.List list)
        {
            throw Mistyped(PathOf(name), "a list");
        }

        var items = new List<T>(list.Items.Count);
        foreach (var item in list.Items)
        {
            items.Add(read(item, $"{PathOf(name)}.member.{items.Count + 1}"));
        }

        return items;
    }
}
