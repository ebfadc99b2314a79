using System.Collections.Concurrent;

namespace Analytics.Local.Processes;

/// <summary>A thread that lives as long as the host and starts every child process.</summary>
/// <remarks>
/// For prctl(2) PR_SET_PDEATHSIG the parent is a thread, not a process: the kernel would kill a child started on a thread pool thread
/// as soon as the pool retires that thread.
/// </remarks>
internal static class SpawnThread
{
    private static readonly Lazy<BlockingCollection<Action>> Work = new(Begin);

    public static Task<T> RunAsync<T>(Func<T> start)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Work.Value.Add(() =>
        {
            try
            {
                done.SetResult(start());
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        });
        return done.Task;
    }

    private static BlockingCollection<Action> Begin()
    {
        BlockingCollection<Action> work = [];
        new Thread(() =>
        {
            foreach (Action start in work.GetConsumingEnumerable())
            {
                start();
            }
        })
        { IsBackground = true, Name = "child processes" }.Start();
        return work;
    }
}
