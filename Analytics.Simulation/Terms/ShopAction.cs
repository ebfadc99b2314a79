using Analytics.Local;
using Analytics.Simulation.Injection;

namespace Analytics.Simulation.Terms;

/// <summary>An external event in a simulated world; a closed hierarchy. A list of actions is a complete history.</summary>
/// <param name="At">Time since the start of the world.</param>
internal abstract record ShopAction(TimeSpan At)
{
    /// <summary>Whether the action was postponed, so that it counts as a late change.</summary>
    public bool IsLate { get; init; }

    /// <summary>Places an order. With a key, the client retries server errors.</summary>
    public sealed record Place(TimeSpan At, int Number, bool HasKey, ShopTerms Terms) : ShopAction(At)
    {
        /// <summary>How long ago the order was placed; zero if it is placed by the request.</summary>
        public TimeSpan Ago { get; init; }
    }

    /// <summary>Repeats the request of an order with the same key. With another body, the API must reject it.</summary>
    public sealed record Repeat(TimeSpan At, int Number, bool IsOther) : ShopAction(At);

    /// <summary>Cancels an order.</summary>
    public sealed record Cancel(TimeSpan At, int Number) : ShopAction(At);

    /// <summary>Amends an order through the API.</summary>
    public sealed record Amend(TimeSpan At, int Number, ShopTerms Terms) : ShopAction(At);

    /// <summary>Refunds an order. The number is the amount in whole units of the currency; 0 for a unit of its first item.</summary>
    public sealed record Refund(TimeSpan At, int Number, int Amount, bool Restock, bool HasKey) : ShopAction(At);

    /// <summary>Amends an order many times.</summary>
    public sealed record ChangeOften(TimeSpan At, int Number, int Times, TimeSpan Pace) : ShopAction(At);

    /// <summary>Another program adds an attribute to an order.</summary>
    public sealed record Touch(TimeSpan At, int Number) : ShopAction(At);

    /// <summary>
    /// Another writer edits one attribute of an order. The fault selects the attribute, and the drawn number determines the value.
    /// </summary>
    public sealed record Edit(TimeSpan At, int Number, Fault What, int Draw) : ShopAction(At);

    /// <summary>Another writer makes an order valid again.</summary>
    public sealed record Mend(TimeSpan At, int Number) : ShopAction(At);

    /// <summary>An item is overwritten with the content of another order.</summary>
    public sealed record ReplaceByAnother(TimeSpan At, int Number, int Other, bool WithIds) : ShopAction(At);

    /// <summary>An item is overwritten with an older backup of itself.</summary>
    public sealed record ReplaceByBackup(TimeSpan At, int Number, int Draw) : ShopAction(At);

    /// <summary>A deleted order is restored by hand.</summary>
    public sealed record PutBack(TimeSpan At, int Number, int Draw) : ShopAction(At);

    /// <summary>A deleted order is placed again with the same key.</summary>
    public sealed record PlaceAgain(TimeSpan At, int Number) : ShopAction(At);

    /// <summary>Another program writes an order of its own.</summary>
    public sealed record Import(TimeSpan At, int Number, ShopTerms Terms, bool IsValid, int Draw) : ShopAction(At);

    /// <summary>An operator imports orders of the past, of the given ages, together with the documents that count them.</summary>
    public sealed record ImportCounted(TimeSpan At, int Number, IReadOnlyList<ShopTerms> Orders, IReadOnlyList<TimeSpan> Ages)
        : ShopAction(At);

    /// <summary>Reads an order.</summary>
    public sealed record Look(TimeSpan At, int Number) : ShopAction(At);

    /// <summary>DynamoDB TTL removes an order.</summary>
    public sealed record Expire(TimeSpan At, int Number) : ShopAction(At);

    /// <summary>An order is deleted by hand.</summary>
    public sealed record Delete(TimeSpan At, int Number) : ShopAction(At);

    /// <summary>A source delivers a record that is not a change of an order.</summary>
    public sealed record Poison(TimeSpan At, bool OnKinesis, int Number, int Bytes) : ShopAction(At);

    /// <summary>Reads aggregates.</summary>
    public sealed record Ask(TimeSpan At, int Number) : ShopAction(At);

    /// <summary>A deployment configures a number of lanes.</summary>
    public sealed record Deploy(TimeSpan At, int Lanes) : ShopAction(At);

    /// <summary>A stream splits, merges or replaces shards.</summary>
    public sealed record Reshard(TimeSpan At, bool OnKinesis) : ShopAction(At);

    /// <summary>A source stops for a while.</summary>
    public sealed record Hold(TimeSpan At, bool OnKinesis, TimeSpan Length) : ShopAction(At);

    /// <summary>An event source mapping restarts without its checkpoints.</summary>
    public sealed record Forget(TimeSpan At, bool OnKinesis) : ShopAction(At);

    /// <summary>An operator starts a rebuild.</summary>
    public sealed record Rebuild(TimeSpan At) : ShopAction(At);

    /// <summary>The shop pauses until everything is counted, and all checks run.</summary>
    public sealed record Rest(TimeSpan At) : ShopAction(At);

    /// <inheritdoc/>
    public sealed override string ToString() => this switch
    {
        Place place => $"order {place.Number} placed {(place.HasKey ? "with a key" : "without a key")}: {place.Terms}",
        Repeat repeat => $"order {repeat.Number} requested again{(repeat.IsOther ? " with another body" : "")}",
        Cancel cancel => $"order {cancel.Number} cancelled",
        Amend amend => $"order {amend.Number} amended: {amend.Terms}",
        Refund { Amount: > 0 } refund => $"order {refund.Number} refunded: {refund.Amount}",
        Refund refund => $"order {refund.Number} refunded: a unit{(refund.Restock ? ", which comes back" : "")}",
        ChangeOften often => $"order {often.Number} amended {Plural.Of(often.Times, "time")}",
        Touch touch => $"order {touch.Number} touched",
        Edit edit => $"order {edit.Number}: {edit.What} by hand ({edit.Draw})",
        Mend mend => $"order {mend.Number} mended by hand",
        ReplaceByAnother replace =>
            $"order {replace.Number} replaced by the content of order {replace.Other}{(replace.WithIds ? " with its ids" : "")}",
        ReplaceByBackup replace => $"order {replace.Number} replaced by a backup ({replace.Draw})",
        PutBack putBack => $"order {putBack.Number} put back by hand ({putBack.Draw})",
        PlaceAgain place => $"order {place.Number} placed again with its key",
        Import import => $"order {import.Number} imported{(import.IsValid ? "" : ", invalid")} ({import.Draw}): {import.Terms}",
        ImportCounted import => $"import {import.Number} of {Plural.Of(import.Orders.Count, "order")} of the past",
        Look look => $"order {look.Number} asked for",
        Expire expire => $"order {expire.Number} removed by its time to live",
        Delete delete => $"order {delete.Number} deleted by hand",
        Poison poison => $"poison {poison.Number} of {Plural.Of(poison.Bytes, "byte")} on the {Source(poison.OnKinesis)}",
        Ask ask => $"aggregates asked for ({ask.Number})",
        Deploy deploy => $"deployed with {Plural.Of(deploy.Lanes, "lane")}",
        Reshard reshard => $"the {Source(reshard.OnKinesis)} resharded",
        Hold hold => $"the {Source(hold.OnKinesis)} stands still for {hold.Length:c}",
        Forget forget => $"the {Source(forget.OnKinesis)} begins anew",
        Rebuild => "aggregates are rebuilt",
        Rest => "rest: everything is compared",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Source(bool isKinesis) => isKinesis ? "Kinesis stream" : "table stream";
}
