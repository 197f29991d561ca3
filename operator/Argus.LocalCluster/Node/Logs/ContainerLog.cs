using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Argus.LocalCluster.Node.Processes;

namespace Argus.LocalCluster.Node.Logs;

/// <summary>
/// Writes what a container prints to files: each line with its time, rotated by size. Lines longer than 16 KiB are divided.
/// While the disk is full, lines are lost and counted: a container must not stand still, nor its node fall, because nobody can note what it says.
/// </summary>
internal sealed class ContainerLog : IDisposable
{
    private const int LongestLine = 16 * 1024;
    // For writing too: a pipe that nobody else has open would else be at its end.
    private const int NonBlocking = 0x2 | 0x800 | 0x80000;
    private const int SetPipeSize = 1031;
    private const int PipeBytes = 1 << 20;
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z '";

    private readonly Lock _lock = new();
    // One reader of the pipe at a time, or pieces would change places.
    private readonly Lock _reading = new();
    private readonly string _directory;
    private readonly long _fileBytes;
    private readonly int _files;
    private readonly TimeProvider _time;
    private readonly byte[] _line = new byte[LongestLine];
    // Whole lines on their way to the file. The file itself buffers nothing: what it could not write it would try again at every turn.
    private readonly ArrayBufferWriter<byte> _lines = new(LongestLine);
    private int _lineCount;
    private long _lost;
    private int _length;
    private int _rotations;
    private int _pipe = -1;
    private FileStream _file;
    private Poller? _poller;
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ContainerLog(string runDirectory, long fileBytes, int files, TimeProvider time)
    {
        (_directory, _fileBytes, _files, _time) = (runDirectory, fileBytes, files, time);
        _file = Open(PathOf(runDirectory, 0));
    }

    /// <summary>No more will come.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Files of a run, the oldest first.</summary>
    public static IEnumerable<string> FilesOf(string runDirectory)
    {
        for (int age = 100; age >= 0; age--)
        {
            if (File.Exists(PathOf(runDirectory, age)))
                yield return PathOf(runDirectory, age);
        }
    }

    /// <summary>Completes when something was written after the call, or the log ended.</summary>
    public Task MoreAsync()
    {
        lock (_lock)
            return IsEnded ? Task.CompletedTask : _more.Task;
    }

    /// <summary>The file after the one with a number, by their age; null when there is none yet. Files that were rotated away are passed over.</summary>
    /// <param name="number">Of the file read last, and then of this one; <see cref="int.MinValue"/> at first.</param>
    public FileStream? OpenNext(ref int number)
    {
        lock (_lock)
        {
            int oldest = _rotations;
            while (File.Exists(PathOf(_directory, _rotations - oldest + 1)))
                oldest--;
            int next = Math.Max(number == int.MinValue ? oldest : number + 1, oldest);
            if (next > _rotations)
                return null;
            number = next;
            return new FileStream(PathOf(_directory, _rotations - next), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
    }

    /// <summary>Reads the pipe of the run from now on.</summary>
    /// <exception cref="IOException">It is not there, or cannot be watched.</exception>
    public void Attach(Poller poller)
    {
        // The poller may call before it has answered here.
        lock (_reading)
        {
            int pipe = LibC.Open(ContainerLauncher.PipeOf(_directory), NonBlocking);
            if (pipe < 0)
                throw new IOException($"Cannot open the log pipe in {_directory}.");
            // Room for what comes while nobody reads; the default does where this is not allowed.
            LibC.Control(pipe, SetPipeSize, PipeBytes);
            poller.Watch(pipe, ReadPipe);
            // Not before: what the poller does not watch, it has closed.
            (_pipe, _poller) = (pipe, poller);
        }
    }

    /// <summary>Reads what is left in the pipe, and ends.</summary>
    public void End()
    {
        lock (_reading)
        {
            if (IsEnded)
                return;
            if (_pipe >= 0)
            {
                // No more than it can hold: what was left behind may write faster than this reads.
                for (nint left = PipeBytes; left > 0 && ReadSome() is var count and > 0; left -= count)
                {
                }
            }

            lock (_lock)
            {
                if (_length > 0)
                    FlushLineNeedsLock();
                WriteLinesNeedsLock();
                // Told to the poller's thread before the pipe is closed: it would else read from whatever gets the number next.
                IsEnded = true;
                _file.Dispose();
                _more.TrySetResult();
            }
        }

        if (_pipe >= 0)
            _poller?.Forget(_pipe);
    }

    /// <summary>Takes what a container printed.</summary>
    public void Write(ReadOnlySpan<byte> text)
    {
        lock (_lock)
        {
            if (IsEnded)
                return;
            while (!text.IsEmpty)
            {
                int end = text.IndexOf((byte)'\n');
                int take = Math.Min(end < 0 ? text.Length : end, LongestLine - _length);
                text[..take].CopyTo(_line.AsSpan(_length));
                _length += take;
                text = text[take..];
                if (text is [(byte)'\n', ..])
                {
                    FlushLineNeedsLock();
                    text = text[1..];
                }
                else if (_length == LongestLine)
                {
                    FlushLineNeedsLock();
                }
            }

            WriteLinesNeedsLock();
            var told = _more;
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            told.TrySetResult();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => End();

    private static string PathOf(string runDirectory, int age) =>
        Path.Combine(runDirectory, age == 0 ? "log" : string.Create(CultureInfo.InvariantCulture, $"log.{age}"));

    private static FileStream Open(string path) => new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    // False once the log has ended. The pipe itself has no end, being open for writing here too; at one, the poller would turn without rest.
    private bool ReadPipe()
    {
        lock (_reading)
            return !IsEnded && ReadSome() != 0;
    }

    // Less than zero when there is nothing now.
    private unsafe nint ReadSome()
    {
        byte* buffer = stackalloc byte[LongestLine];
        nint count = LibC.Read(_pipe, buffer, LongestLine);
        if (count > 0)
            Write(new ReadOnlySpan<byte>(buffer, (int)count));
        return count < 0 && Marshal.GetLastPInvokeError() == LibC.Interrupted ? 1 : count;
    }

    private void FlushLineNeedsLock()
    {
        if (_lines.WrittenCount > 0 && _file.Position + _lines.WrittenCount + _length + TimeFormat.Length > _fileBytes)
            WriteLinesNeedsLock();
        if (_file.Position > 0 && _file.Position + _length + TimeFormat.Length > _fileBytes)
            RotateNeedsLock();
        AddLineNeedsLock(_line.AsSpan(0, _length));
        _length = 0;
    }

    private void AddLineNeedsLock(ReadOnlySpan<byte> text)
    {
        var room = _lines.GetSpan(TimeFormat.Length + text.Length + 1);
        _time.GetUtcNow().UtcDateTime.TryFormat(room, out int length, TimeFormat, CultureInfo.InvariantCulture);
        text.CopyTo(room[length..]);
        room[length + text.Length] = (byte)'\n';
        _lines.Advance(length + text.Length + 1);
        _lineCount++;
    }

    private void WriteLinesNeedsLock()
    {
        if (_lineCount == 0)
            return;
        long end = 0;
        try
        {
            if (_lost > 0)
                ReopenNeedsLock();
            end = _file.Position;
            if (_lost > 0)
                _file.Write(Encoding.UTF8.GetBytes(_time.GetUtcNow().UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture) + $"({_lost} lines could not be written to disk)\n"));
            _file.Write(_lines.WrittenSpan);
            _lost = 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _lost += _lineCount;
            // What was written of it is written over.
            _file.Position = end;
        }

        _lines.ResetWrittenCount();
        _lineCount = 0;
    }

    private void ReopenNeedsLock()
    {
        var again = Open(PathOf(_directory, 0));
        _file.Dispose();
        _file = again;
    }

    private void RotateNeedsLock()
    {
        try
        {
            File.Delete(PathOf(_directory, _files - 1));
            for (int age = _files - 2; age >= 0; age--)
            {
                if (File.Exists(PathOf(_directory, age)))
                    File.Move(PathOf(_directory, age), PathOf(_directory, age + 1), overwrite: true);
            }

            var next = Open(PathOf(_directory, 0));
            _file.Dispose();
            _file = next;
            _rotations++;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // No room even for a name, or the names are taken by folders: the present file goes on.
        }
    }
}
