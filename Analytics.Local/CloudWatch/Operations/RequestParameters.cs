using System.Globalization;
using Analytics.Local.CloudWatch.Metrics;
using Analytics.Local.CloudWatch.Protocol;

namespace Analytics.Local.CloudWatch.Operations;

/// <summary>Reads and validates parameters that several operations share.</summary>
internal static class RequestParameters
{
    /// <summary>Reads the namespace.</summary>
    /// <exception cref="ServiceError">The namespace is missing or invalid.</exception>
    public static string RequiredNamespace(Input input) => RequiredName(input, "Namespace", NameRule.Namespace);

    /// <summary>Reads the metric from the members Namespace, MetricName and Dimensions.</summary>
    /// <exception cref="ServiceError">A name is missing or invalid.</exception>
    public static MetricId Metric(Input input) =>
        new(RequiredNamespace(input), RequiredName(input, "MetricName", NameRule.MetricName), Dimensions(input));

    /// <summary>Reads a required name.</summary>
    /// <exception cref="ServiceError">The name is missing or invalid.</exception>
    public static string RequiredName(Input input, string member, NameRule rule) =>
        Name(input, member, rule) ?? throw ServiceError.Missing(input.PathOf(member));

    /// <summary>Reads an optional name; null if it is absent.</summary>
    /// <exception cref="ServiceError">The name is invalid.</exception>
    public static string? Name(Input input, string member, NameRule rule)
    {
        var text = input.Text(member);
        return text is not null && rule.FindViolation(text, input.PathOf(member)) is { } violation
            ? throw ServiceError.InvalidValue(violation)
            : text;
    }

    /// <summary>Reads the dimensions; empty if they are absent.</summary>
    /// <exception cref="ServiceError">There are too many dimensions, or one is invalid.</exception>
    public static List<Dimension> Dimensions(Input input)
    {
        var given = input.Structures("Dimensions") ?? [];
        CheckSize(given.Count, DatumRules.MaxDimensions, input.PathOf("Dimensions"));
        var read = given
            .Select(item => new Dimension(
                RequiredName(item, "Name", NameRule.DimensionName), RequiredName(item, "Value", NameRule.DimensionValue)))
            .ToList();
        return DatumRules.HaveDistinctNames(read)
            ? read
            : throw ServiceError.InvalidValue($"The parameter {input.PathOf("Dimensions")} names a dimension twice.");
    }

    /// <summary>Reads the unit; null if it is absent.</summary>
    public static string? Unit(Input input)
    {
        var unit = input.Text("Unit");
        Check(unit is null || MetricUnits.Contains(unit), unit ?? "", input.PathOf("Unit"));
        return unit;
    }

    public static void Check(bool isValid, object value, string parameter)
    {
        if (!isValid)
        {
            throw ServiceError.InvalidValue(
                $"The value {Convert.ToString(value, CultureInfo.InvariantCulture)} for parameter {parameter} is invalid.");
        }
    }

    public static void CheckSize(int size, int most, string parameter)
    {
        if (size > most)
        {
            throw ServiceError.InvalidValue($"The collection {parameter} must not have a size greater than {most}.");
        }
    }
}
