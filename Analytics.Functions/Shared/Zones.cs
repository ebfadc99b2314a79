using Analytics.Core.Wire;
using Analytics.Functions.Aggregates;

namespace Analytics.Functions.Shared;

/// <summary>The time zones of goals and alerts.</summary>
internal static class Zones
{
    /// <summary>The field that names a zone.</summary>
    public const string Field = "timeZone";

    /// <summary>The zone that needs no time zone data.</summary>
    public const string Utc = "UTC";

    /// <summary>Reads the zone.</summary>
    /// <param name="fields">The fields.</param>
    /// <param name="otherwise">The zone if the field is absent.</param>
    public static string Read(JsonFields fields, string otherwise)
    {
        if (fields.Text(Field) is not { } id)
        {
            return otherwise;
        }

        if (id == Utc)
        {
            return Utc;
        }

        if (ZoneCalendar.Find(id) is null)
        {
            fields.Refuse(Field, "must be a time zone of the IANA database, as Europe/Berlin; "
                + $"got '{id}'{QueryText.Suggestion(id, ZoneCalendar.Ids)}");
        }

        return id;
    }

    /// <summary>The calendar of a stored zone; that of UTC if the zone is no longer known.</summary>
    public static Calendar CalendarOf(string id) => id == Utc ? Calendar.Utc : ZoneCalendar.Find(id) ?? Calendar.Utc;
}
