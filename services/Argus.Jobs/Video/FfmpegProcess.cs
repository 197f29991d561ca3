using System.ComponentModel;
using System.Diagnostics;

namespace Argus.Jobs.Video;

/// <summary>
/// FFmpeg as a child. The thread that starts it stays until it has ended: it is to be killed when its parent dies, and to the kernel the parent is that thread.
/// </summary>
internal sealed class FfmpegProcess : IAsyncDisposable
{
    private readonly Process _process = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FfmpegProcess(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        // It shall know nothing of passwords, nor be told by variables to write files.
        start.Environment.Clear();
        start.Environment["LC_ALL"] = "C";
        _process.StartInfo = start;
    }

    /// <summary>What it writes.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>What it says.</summary>
    public Stream Messages => _process.StandardError.BaseStream;

    /// <summary>Its exit code, once it has ended.</summary>
    public Task<int> Ended => _ended.Task;

    /// <summary>Starts it.</summary>
    /// <exception cref="Win32Exception">The system cannot.</exception>
    public static async Task<FfmpegProcess> StartAsync(IReadOnlyList<string> command)
    {
        var process = new FfmpegProcess(command);
        new Thread(process.Run) { IsBackground = true, Name = "ffmpeg" }.Start();
        await process._started.Task;
        return process;
    }

    /// <summary>Kills it, where it lives still, and waits for its end.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }

        await _ended.Task;
        _process.Dispose();
    }

    private void Run()
    {
        try
        {
            _process.Start();
            _process.StandardInput.Close();
        }
        catch (Exception error)
        {
            _started.SetException(error);
            _process.Dispose();
            return;
        }

        _started.SetResult();
        _process.WaitForExit();
        _ended.SetResult(_process.ExitCode);
    }
}
