using Analytics.Cli.Tables;
using Analytics.Cli.Terminal;
using Analytics.Cli.Tokens;
using Analytics.Local.Hosting;
using Analytics.Local.Web;

namespace Analytics.Cli.Page;

/// <summary>Runs <c>page</c>.</summary>
internal static class PageSession
{
    /// <summary>Serves the page until a signal.</summary>
    /// <returns><see cref="ExitCode.Success"/> after a signal, <see cref="ExitCode.Failure"/> for an external problem.</returns>
    public static async Task<int> RunAsync(PageOptions options, TextWriter output, TextWriter error, TimeProvider time)
    {
        using var interruption = new Interruption(() => Environment.Exit(ExitCode.Forced));
        try
        {
            var (api, token) = ApiTarget.Of(options.Api, options.TokenFile, options.DataDirectory);
            var page = new SitePage(LocalHomes.PageFiles(LocalHomes.Project()), options.Dimensions);
            await using var site = await PageSite.StartAsync(page, api, token, options.Port, PageCommand.PortOption, interruption.Token);
            await output.WriteLineAsync(
                $"{site.Address.ToString().TrimEnd('/')} shows the orders of {api.ToString().TrimEnd('/')}; Ctrl-C ends it.");
            await Task.Delay(Timeout.InfiniteTimeSpan, time, interruption.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return ExitCode.Success;
        }
        catch (Exception failure) when (failure is PortTakenException or StackNotRunningException or IOException)
        {
            await error.WriteLineAsync(failure.Message);
            return ExitCode.Failure;
        }
    }
}
