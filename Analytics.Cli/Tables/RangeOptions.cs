using System.CommandLine;
using Analytics.Core.Windows;

namespace Analytics.Cli.Tables;

/// <summary>The command line options that select a range of minutes.</summary>
internal sealed class RangeOptions
{
    private readonly Option<string?> _window = Text(
        "--window", "LENGTH", "Only the last minutes, hours or days, as 3d", text => RollingWindow.TryParse(text, out _),
        "must be 1m to 400d in minutes (m), hours (h) or days (d)");

    private readonly Option<string?> _from = MinuteOption("--from", "Only from this minute on");
    private readonly Option<string?> _to = MinuteOption("--to", "Only before this minute");

    /// <summary>Adds the options to a command.</summary>
    public RangeOptions(Command command)
    {
        command.Add(_window);
        command.Add(_from);
        command.Add(_to);
        command.Validators.Add(result =>
        {
            var (window, from, to) = (result.GetValue(_window), result.GetValue(_from), result.GetValue(_to));
            if (window is not null && (from ?? to) is not null)
            {
                result.AddError("--window cannot be given together with --from or --to: leave out one of them.");
            }
            else if (Minute.TryParse(from, out var first) && Minute.TryParse(to, out var end) && first >= end)
            {
                result.AddError($"--to must be after --from; got --from {from} --to {to}.");
            }
        });
    }

    /// <summary>Reads the selected range.</summary>
    /// <param name="parsed">The parsed arguments.</param>
    /// <param name="everything">The range of all minutes.</param>
    /// <param name="now">The current time, at which a window ends.</param>
    /// <returns>The selected part of <paramref name="everything"/>; null if no option was given.</returns>
    public MinuteRange? Read(ParseResult parsed, MinuteRange everything, DateTimeOffset now)
    {
        if (RollingWindow.TryParse(parsed.GetValue(_window), out var window))
        {
            return window.At(now).Intersect(everything);
        }

        var (isFrom, isTo) = (Minute.TryParse(parsed.GetValue(_from), out var from), Minute.TryParse(parsed.GetValue(_to), out var to));
        if (!isFrom && !isTo)
        {
            return null;
        }

        var (first, end) = (isFrom ? from : everything.From, isTo ? to : everything.To);
        return first < end ? new MinuteRange(first, end).Intersect(everything) : default(MinuteRange);
    }

    private static Option<string?> MinuteOption(string name, string description) => Text(
        name, "MINUTE", $"{description}, as 2026-11-23T10:05Z", text => Minute.TryParse(text, out _),
        "must be a minute of UTC, as 2026-11-23T10:05Z");

    private static Option<string?> Text(string name, string helpName, string description, Predicate<string> isValid, string rule)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = helpName };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !isValid(token.Value))
            {
                result.AddError($"{name} {rule}; was '{token.Value}'.");
            }
        });
        return option;
    }
}
