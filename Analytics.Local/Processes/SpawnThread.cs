using System.Collections.Concurrent;

namespace Analytics.Local.Processes;

/// <summary>One thread, as old as the host, on which every child process is started.</summary>
/// <remarks>
/// The parent of prctl(2) PR_SET_PDEATHSIG is a thread, not a process: a child started from the thread pool would be
/// killed as soon as the pool retires that thread.
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
