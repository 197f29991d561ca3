using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Argus.LocalCluster.Node.Processes;

/// <summary>One thread that waits for all processes to end and for all pipes to have something to read.</summary>
internal sealed unsafe class Poller : IDisposable
{
    private const int Add = 1;
    private const int Remove = 2;
    private const uint Readable = 1;
    private const int Batch = 64;

    // The kernel packs its entry on x64 and nowhere else.
    private static readonly int EntrySize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    private readonly int _poll;
    private readonly Thread _thread;
    private readonly ConcurrentDictionary<int, Func<bool>> _handlers = new();
    private volatile bool _stopping;

    public Poller()
    {
        _poll = LibC.PollCreate(0x80000);
        if (_poll < 0)
            throw new InvalidOperationException($"epoll_create1 failed with error {Marshal.GetLastPInvokeError()}.");
        _thread = new Thread(Run) { IsBackground = true, Name = "argus-poller" };
        _thread.Start();
    }

    /// <summary>Calls the handler on the poller's thread whenever the descriptor is readable; closes it once the handler answers false.</summary>
    /// <exception cref="IOException">It cannot be watched, and is closed.</exception>
    public void Watch(int fd, Func<bool> handler)
    {
        _handlers[fd] = handler;
        byte* entry = stackalloc byte[16];
        *(uint*)entry = Readable;
        *(int*)(entry + (EntrySize - 8)) = fd;
        if (LibC.PollControl(_poll, Add, fd, entry) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            _handlers.TryRemove(fd, out _);
            LibC.Close(fd);
            throw new IOException($"epoll_ctl failed with error {error}.");
        }
    }

    /// <summary>Watches a descriptor no more, and closes it unless that has been done.</summary>
    public void Forget(int fd)
    {
        if (_handlers.TryRemove(fd, out _))
            Release(fd);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
        foreach (int fd in _handlers.Keys)
            Forget(fd);
        LibC.Close(_poll);
    }

    private void Run()
    {
        byte* entries = stackalloc byte[16 * Batch];
        while (!_stopping)
        {
            // The second is only for noticing the end.
            int count = LibC.PollWait(_poll, entries, Batch, 1000);
            for (int i = 0; i < count && !_stopping; i++)
                Handle(*(int*)(entries + (i * EntrySize) + (EntrySize - 8)));
        }
    }

    private void Handle(int fd)
    {
        // Forgotten meanwhile, the number may belong to somebody else by now.
        if (_handlers.TryGetValue(fd, out var handler) && !handler() && _handlers.TryRemove(KeyValuePair.Create(fd, handler)))
            Release(fd);
    }

    private void Release(int fd)
    {
        LibC.PollControl(_poll, Remove, fd, null);
        LibC.Close(fd);
    }
}
