using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Analytics.Core.Alerts;
using Analytics.Core.Goals;
using Analytics.Core.Windows;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Shared;

namespace Analytics.Functions.Alerts;

/// <summary>Whether an alert should ring at a time, and by which numbers. Immutable.</summary>
internal sealed class AlertQuestion
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Alert _alert;
    private readonly Calendar _calendar;

    /// <summary>Asks about an alert.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="calendar">The calendar of its zone.</param>
    /// <param name="current">The current minute.</param>
    public AlertQuestion(Alert alert, Calendar calendar, Minute current) =>
        (_alert, _calendar, Spans) = (alert, calendar, AlertSpans.Of(alert, calendar, current));

    /// <summary>The minutes that decide.</summary>
    public AlertSpans Spans { get; }

    /// <summary>Decides.</summary>
    /// <param name="sales">The sales of <see cref="Spans"/>.</param>
    public AlertFinding Answer(IMinuteSales sales)
    {
        switch (_alert.Rule)
        {
            case AlertRule.NoSales:
                var orders = sales.Sum(SalesFigure.Orders, Spans.Now);
                return Finding(orders == 0, json => SalesFigureFields.WriteValue(json, SalesFigure.Orders, orders));
            case AlertRule.Below below:
                var (now, then) = (sales.Sum(below.Figure, Spans.Now), sales.Sum(below.Figure, Spans.Then!.Value));
                return Finding(below.IsBelow(now, then), json =>
                {
                    SalesFigureFields.WriteValue(json, below.Figure, now);
                    json.WriteStartObject("comparison");
                    json.WriteString("with", below.Compare);
                    AggregateWriter.WriteRange(json, _calendar, Spans.Then!.Value);
                    SalesFigureFields.WriteValue(json, below.Figure, then);
                    json.WriteEndObject();
                });
            case AlertRule.ItemAbove above:
                var top = sales.Top(above.Sku, Spans.Now);
                return Finding(top?.Units > above.Units, json =>
                {
                    if ((top?.Sku ?? above.Sku) is { } sku)
                    {
                        json.WriteString("sku", sku);
                    }

                    json.WriteNumber("units", top?.Units ?? 0);
                });
            default:
                throw new System.Diagnostics.UnreachableException($"The rule {_alert.Rule} cannot be answered.");
        }
    }

    private AlertFinding Finding(bool holds, Action<Utf8JsonWriter> numbers)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            AggregateWriter.WriteRange(json, _calendar, Spans.Now);
            numbers(json);
            json.WriteEndObject();
        }

        return new AlertFinding(holds && Spans.IsActive, Encoding.UTF8.GetString(buffer.WrittenSpan));
    }
}
