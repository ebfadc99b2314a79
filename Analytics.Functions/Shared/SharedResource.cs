using System.Text.Json;
using Analytics.Core.Orders;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Http;
using Analytics.Storage;

namespace Analytics.Functions.Shared;

/// <summary>A kind of what viewers share: how a request sets it, and how an answer shows it. Immutable and thread-safe.</summary>
/// <typeparam name="T">What is stored.</typeparam>
internal abstract class SharedResource<T> where T : class
{
    /// <summary>What one is called, as <c>goal</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What all are called, in the path and in lists.</summary>
    public string Plural => $"{Name}s";

    /// <summary>Maximum number of them.</summary>
    public abstract int MaxCount { get; }

    /// <summary>Ids that stand for something else in paths.</summary>
    public virtual IReadOnlyList<string> ReservedIds => [];

    /// <summary>The query parameters of a list.</summary>
    public virtual IReadOnlyList<string> ListParameters => [];

    /// <summary>The columns of a table of them.</summary>
    public abstract IReadOnlyList<string> Columns { get; }

    /// <summary>Reads one from the body of a request.</summary>
    /// <param name="json">The body.</param>
    /// <param name="before">What is stored under the id; null if there is none.</param>
    /// <param name="now">When the request arrived.</param>
    /// <param name="errors">Receives the errors. If there are any, the result is unspecified.</param>
    /// <exception cref="JsonException">A name in the body has half a surrogate pair.</exception>
    public abstract T? Read(JsonElement json, T? before, DateTimeOffset now, FieldErrors errors);

    /// <summary>The entries of a list, in its order.</summary>
    /// <param name="entries">All entries that can be read, ordered by id.</param>
    /// <param name="query">The parameters of the list.</param>
    /// <param name="now">When the request arrived.</param>
    public virtual IEnumerable<SharedEntry<T>> Select(IReadOnlyList<SharedEntry<T>> entries, QueryText query, DateTimeOffset now) =>
        entries;

    /// <summary>Writes the properties of one, apart from its id.</summary>
    /// <param name="json">Receives the properties.</param>
    /// <param name="value">What to write.</param>
    /// <param name="calendar">The calendar that times are written in, unless it has its own.</param>
    public abstract void Write(Utf8JsonWriter json, T value, Calendar calendar);

    /// <summary>Adds the cells of one to a table, apart from its id.</summary>
    public abstract void Write(CsvTable table, T value, Calendar calendar);
}
