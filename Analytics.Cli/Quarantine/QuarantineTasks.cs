using Analytics.Local;
using Analytics.Operations.Quarantine;
using Analytics.Storage;

namespace Analytics.Cli.Quarantine;

/// <summary>Shows, redrives and discards records, and reports the result for each.</summary>
internal sealed class QuarantineTasks(IQuarantineAdmin admin, TextReader input, TextWriter output, TextWriter error, TimeProvider time)
{
    // Minimum age of an orphaned segment before it is removed. A put takes at most one minute, the function's timeout, and clocks differ by
    // less than a day.
    private static readonly TimeSpan LeftoverAge = TimeSpan.FromDays(1);

    /// <summary>Shows everything about a record.</summary>
    public async Task<int> ShowAsync(string id, string? rawFile, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { } entry)
        {
            return QuarantineSession.Refused;
        }

        await output.WriteLineAsync(QuarantineText.Describe(entry));
        if (entry.Trouble is { IsNewer: true })
        {
            // A later version may store the bytes in a way that this version does not know.
            return QuarantineSession.Refused;
        }

        try
        {
            if (await admin.ReadAsync(entry, cancellationToken) is not { } record)
            {
                await error.WriteLineAsync($"{entry.Id} is there no longer.");
                return QuarantineSession.Refused;
            }

            if (rawFile is null)
            {
                await output.WriteLineAsync($"\n{RawText.Of(record.Raw.Span)}");
            }
            else
            {
                await File.WriteAllBytesAsync(rawFile, record.Raw, cancellationToken);
                await output.WriteLineAsync($"Wrote {Plural.Of(record.Raw.Length, "byte")} to {rawFile}.");
            }

            return QuarantineSession.Done;
        }
        catch (FormatException damaged)
        {
            await error.WriteLineAsync(damaged.Message);
            return QuarantineSession.Refused;
        }
    }

    /// <summary>Processes records again, in the order of their arrival: a change of an order depends on the one before.</summary>
    /// <param name="ids">Ids or prefixes of ids; empty for all records.</param>
    /// <param name="redriver">Counts the records.</param>
    /// <param name="cancellationToken">Stops between two records.</param>
    public async Task<int> RedriveAsync(IReadOnlyList<string> ids, Redriver redriver, CancellationToken cancellationToken)
    {
        var (entries, isComplete) = await ChooseAsync(ids, cancellationToken);
        var (left, stayed) = (0, 0);
        // Records of one second were quarantined in the order of their shard.
        foreach (var entry in entries.OrderBy(entry => entry.Record.ArrivedAt ?? entry.Record.At).ThenBy(entry => entry.Record.At))
        {
            switch (await redriver.RedriveAsync(entry, cancellationToken))
            {
                case Redriven.Accepted(var how):
                    await output.WriteLineAsync($"{entry.Id}  {how}");
                    left++;
                    break;
                case Redriven.Refused(var reason):
                    await output.WriteLineAsync($"{entry.Id}  stays: {QuarantineText.Line(reason)}");
                    stayed++;
                    break;
                case Redriven.Gone:
                    await output.WriteLineAsync($"{entry.Id}  is there no longer");
                    break;
            }
        }

        await output.WriteLineAsync($"Redrove {Plural.Of(left, "record")}; {stayed} stayed.");
        await SweepAsync(cancellationToken);
        return isComplete && stayed == 0 ? QuarantineSession.Done : QuarantineSession.Refused;
    }

    /// <summary>Deletes records permanently.</summary>
    /// <param name="ids">Ids or prefixes of ids; empty for all records, after a prompt.</param>
    /// <param name="yes">Whether to skip the prompt.</param>
    /// <param name="cancellationToken">Stops between two records.</param>
    public async Task<int> DiscardAsync(IReadOnlyList<string> ids, bool yes, CancellationToken cancellationToken)
    {
        var (entries, isComplete) = await ChooseAsync(ids, cancellationToken);
        if (ids.Count == 0 && entries.Count > 0 && !yes && !await AskAsync(entries.Count, cancellationToken))
        {
            await output.WriteLineAsync("Discarded nothing.");
            return QuarantineSession.Refused;
        }

        var (discarded, stayed) = (0, 0);
        foreach (var entry in entries)
        {
            if (entry.Trouble is { IsNewer: true } trouble)
            {
                await output.WriteLineAsync($"{entry.Id}  stays: {trouble.Reason}");
                stayed++;
            }
            else
            {
                discarded += await admin.TryDeleteAsync(entry, cancellationToken) ? 1 : 0;
            }
        }

        await output.WriteLineAsync($"Discarded {Plural.Of(discarded, "record")}{(stayed > 0 ? $"; {stayed} stayed" : "")}.");
        await SweepAsync(cancellationToken);
        return isComplete && stayed == 0 ? QuarantineSession.Done : QuarantineSession.Refused;
    }

    private async Task<(IReadOnlyList<QuarantineEntry> Entries, bool IsComplete)> ChooseAsync(
        IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var entries = new List<QuarantineEntry>();
        if (ids.Count == 0)
        {
            await foreach (var entry in admin.ListAsync("", cancellationToken))
            {
                entries.Add(entry);
            }

            return (entries, true);
        }

        foreach (var id in ids)
        {
            if (await FindAsync(id, cancellationToken) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return ([.. entries.DistinctBy(entry => entry.Id)], entries.Count == ids.Count);
    }

    private async Task<QuarantineEntry?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var found = new List<QuarantineEntry>();
        await foreach (var entry in admin.ListAsync(id.ToLowerInvariant(), cancellationToken))
        {
            found.Add(entry);
            if (found.Count > 1)
            {
                break;
            }
        }

        // The empty string is a prefix of every id; it selects no record.
        if (found.Count == 1 && id.Length > 0)
        {
            return found[0];
        }

        await error.WriteLineAsync(found.Count == 0 || id.Length == 0
            ? $"There is no record '{id}' in quarantine."
            : $"'{id}' is the beginning of several ids, as {found[0].Id} and {found[1].Id}; say more of it.");
        return null;
    }

    private async Task<bool> AskAsync(int count, CancellationToken cancellationToken)
    {
        await output.WriteAsync($"Discard {Plural.Of(count, "record")} for good? Type yes: ");
        await output.FlushAsync(cancellationToken);
        return (await input.ReadLineAsync(cancellationToken))?.Trim().Equals("yes", StringComparison.OrdinalIgnoreCase) == true;
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        var swept = await admin.SweepAsync(time.GetUtcNow() - LeftoverAge, cancellationToken);
        if (swept > 0)
        {
            await output.WriteLineAsync($"Removed {Plural.Of(swept, "segment")} that belonged to no record any more.");
        }
    }
}
