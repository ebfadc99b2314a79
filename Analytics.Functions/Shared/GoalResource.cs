using System.Globalization;
using System.Text.Json;
using Analytics.Core.Goals;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Functions.Http;
using Calendar = Analytics.Functions.Aggregates.Calendar;

namespace Analytics.Functions.Shared;

/// <summary>Goals: what a shop wants to sell in a day, a week or a month.</summary>
/// <param name="timeZone">IANA id of the zone of goals that name none.</param>
internal sealed class GoalResource(string timeZone = Zones.Utc) : SharedResource<Goal>
{
    private const string DateForm = "yyyy-MM-dd";
    private const long MaxTarget = 999_999_999_999_999_999;

    private static readonly string[] Fields = ["name", .. SalesFigureFields.Names, "target", "period", "date", Zones.Field];

    /// <inheritdoc/>
    public override string Name => "goal";

    /// <inheritdoc/>
    public override int MaxCount => 100;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => ["name", "measure", "currency", "target", "period", "date", Zones.Field, "updatedAt"];

    /// <inheritdoc/>
    public override Goal? Read(JsonElement json, Goal? before, DateTimeOffset now, FieldErrors errors)
    {
        var fields = JsonFields.Of(json, Fields, ["id", "updatedAt"], errors);
        var name = fields.Name("name", Goal.MaxNameLength, isRequired: false);
        var figure = SalesFigureFields.Read(fields);
        var target = Target(fields, figure);
        var period = GoalPeriodNames.Parse(fields.Word("period", GoalPeriodNames.All, otherwise: null)) ?? GoalPeriod.Day;
        return new Goal(figure, target, period, Zones.Read(fields, timeZone), now) { Name = name, Date = DateOf(fields) };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json, Goal value, Calendar calendar)
    {
        if (value.Name is { } name)
        {
            json.WriteString("name", name);
        }

        SalesFigureFields.Write(json, value.Figure);
        json.WritePropertyName("target");
        json.WriteRawValue(TargetText(value), skipInputValidation: true);
        json.WriteString("period", value.Period.ToWire());
        if (value.Date is { } date)
        {
            json.WriteString("date", date.ToString(DateForm, CultureInfo.InvariantCulture));
        }

        json.WriteString(Zones.Field, value.TimeZone);
        json.WriteString("updatedAt", Timestamps.Format(value.UpdatedAt));
    }

    /// <inheritdoc/>
    public override void Write(CsvTable table, Goal value, Calendar calendar) => table
        .Text(value.Name ?? "").Cell(value.Figure.Measure.ToWire()).Cell(value.Figure.Currency?.Code ?? "").Cell(TargetText(value))
        .Cell(value.Period.ToWire()).Cell(value.Date?.ToString(DateForm, CultureInfo.InvariantCulture) ?? "").Cell(value.TimeZone)
        .Cell(Timestamps.Format(value.UpdatedAt));

    private static string TargetText(Goal goal) => MinorUnits.Format(goal.Target, goal.Figure.Exponent);

    private static long Target(JsonFields fields, SalesFigure figure) => fields.Decimal(
        "target", figure.Measure == SalesMeasure.Revenue ? figure.Currency?.Exponent ?? 4 : 0, 1, MaxTarget,
        figure.Measure == SalesMeasure.Revenue ? "must be a number above 0 with at most 18 digits"
            : "must be a whole number above 0 with at most 18 digits",
        figure.Currency is { } currency ? $"must have no more decimals than {currency} has: {currency.Exponent}" : null);

    private static DateOnly? DateOf(JsonFields fields)
    {
        if (fields.Text("date") is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, DateForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        fields.Refuse("date", $"must be a date, as 2026-11-27; got '{text}'");
        return null;
    }
}
