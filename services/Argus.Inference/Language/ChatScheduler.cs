using Argus.Inference.Scheduling;

namespace Argus.Inference.Language;

/// <summary>
/// Generates many texts side by side, each a token in turn, so that none starves: a long one delays a short one by no more than its share.
/// Requests beyond the places wait in order of arrival, a bounded number of them; who hangs up frees the place at once. Safe for concurrent use.
/// </summary>
public sealed class ChatScheduler : IAsyncDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly TimeProvider _time;
    private readonly ChatMetrics _metrics;
    private readonly Lock _lock = new();
    private readonly LinkedList<ChatStream> _turns = [];
    private readonly LinkedList<ChatStream> _waiting = [];
    private readonly SemaphoreSlim _work = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly WaitEstimate _estimate;
    private readonly ITimer _alarm;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _threads;
    private int _active;
    private bool _stopping;

    /// <summary>Starts the threads.</summary>
    public ChatScheduler(LanguageModel model, ChatSchedulerOptions options, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Workers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Streams, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.PromptChunk, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(options.QueueCapacity);
        (Model, Options, _time, _threads) = (model, options, time, options.Workers);
        _estimate = new WaitEstimate(options.Streams);
        _metrics = new ChatMetrics(this);
        _alarm = time.CreateTimer(static scheduler => ((ChatScheduler)scheduler!).DropLate(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        for (int i = 0; i < options.Workers; i++)
            new Thread(Work) { IsBackground = true, Name = $"chat {i}" }.Start();
    }

    /// <summary>The model that it runs.</summary>
    public LanguageModel Model { get; }

    /// <summary>The options in force.</summary>
    public ChatSchedulerOptions Options { get; }

    /// <summary>Texts under way.</summary>
    public int Active
    {
        get
        {
            lock (_lock)
                return _active;
        }
    }

    /// <summary>Requests that wait for a place.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
                return _waiting.Count;
        }
    }

    /// <summary>When a refused caller should come back.</summary>
    public TimeSpan RetryAfter
    {
        get
        {
            lock (_lock)
                return _estimate.Wait(_waiting.Count);
        }
    }

    /// <summary>Asks for a text.</summary>
    /// <param name="prompt">Tokens that <see cref="LanguageModel.Check"/> found good.</param>
    /// <param name="options">How it is generated.</param>
    /// <param name="deadline">Moment until which a place must be had; what has begun is not cut off.</param>
    /// <param name="cancel">Cancelled when the caller hangs up.</param>
    /// <returns>The text on its way; its <see cref="ChatStream.Begun"/> tells whether it was let in.</returns>
    public ChatStream Start(int[] prompt, GenerationOptions options, DateTimeOffset deadline, CancellationToken cancel)
    {
        if (Model.Check(prompt) is { } fault)
            throw new ArgumentException(fault.Detail, nameof(prompt));
        var stream = new ChatStream(Model, prompt, options, Options.PromptChunk) { ArrivedAt = _time.GetTimestamp(), Deadline = deadline };
        // Before it has a place: afterwards it may have ended already, and the registration would stay.
        stream.HangUp = cancel.UnsafeRegister(static state => Leave(state!), (this, stream));
        Admission? refused = null;
        bool left;
        lock (_lock)
        {
            left = stream.Left;
            if (!left)
                refused = AdmitNeedsLock(stream);
        }

        if (left)
            stream.End(HungUp());
        if (refused is { } why)
            Refuse(stream, why);
        return stream;
    }

    /// <summary>Breaks off what is under way and ends the threads; the model may be disposed of afterwards.</summary>
    public async ValueTask DisposeAsync()
    {
        ChatStream[] waiting;
        lock (_lock)
        {
            if (_stopping)
                return;
            _stopping = true;
            waiting = [.. _waiting];
            _waiting.Clear();
            // Who hangs up now looks for a place in a list that is none any more.
            foreach (var stream in waiting)
                stream.Node = null;
        }

        await _stop.CancelAsync();
        foreach (var stream in waiting)
            Refuse(stream, Admission.Stopping);
        await _ended.Task;
        while (TakeTurn() is { } left)
            left.End(new OperationCanceledException("The process is stopping."));
        await _alarm.DisposeAsync();
        _metrics.Dispose();
        _work.Dispose();
        _stop.Dispose();
    }

    private static OperationCanceledException HungUp() => new("The caller hung up.");

    private static void Leave(object state)
    {
        var (scheduler, stream) = ((ChatScheduler, ChatStream))state;
        bool active = false;
        lock (scheduler._lock)
        {
            stream.Left = true;
            // A thread has it in hand, or it has ended: the former looks when its turn is over.
            if (stream.Node is not { } node)
                return;
            active = node.List == scheduler._turns;
            node.List!.Remove(node);
            stream.Node = null;
        }

        stream.End(HungUp());
        if (!active)
            return;
        scheduler._metrics.Ended(stream, scheduler._time);
        scheduler.FreePlace();
    }

    private Admission? AdmitNeedsLock(ChatStream stream)
    {
        if (_stopping)
            return Admission.Stopping;
        if (_active < Options.Streams)
        {
            _active++;
            BeginNeedsLock(stream);
            return null;
        }

        if (_waiting.Count >= Options.QueueCapacity)
            return Admission.QueueFull;
        if (stream.Deadline <= _time.GetUtcNow())
            return Admission.DeadlinePassed;
        stream.Node = _waiting.AddLast(stream);
        SetAlarmNeedsLock();
        return null;
    }

    private void BeginNeedsLock(ChatStream stream)
    {
        stream.BegunAt = _time.GetTimestamp();
        stream.Node = _turns.AddLast(stream);
        stream.Begin();
        _work.Release();
    }

    private void FreePlace()
    {
        lock (_lock)
        {
            if (_waiting.First is not { } next || _stopping)
            {
                _active--;
                return;
            }

            _waiting.RemoveFirst();
            BeginNeedsLock(next.Value);
        }
    }

    private void DropLate()
    {
        List<ChatStream> late = [];
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            for (var node = _waiting.First; node is not null;)
            {
                var (stream, following) = (node.Value, node.Next);
                if (stream.Deadline <= now)
                {
                    _waiting.Remove(node);
                    stream.Node = null;
                    late.Add(stream);
                }

                node = following;
            }

            SetAlarmNeedsLock();
        }

        foreach (var stream in late)
            Refuse(stream, Admission.DeadlinePassed);
    }

    private void Refuse(ChatStream stream, Admission why)
    {
        _metrics.Refused(why);
        stream.Refuse(why);
    }

    private void SetAlarmNeedsLock()
    {
        if (_waiting.Count == 0)
            return;
        var wait = _waiting.Min(s => s.Deadline) - _time.GetUtcNow();
        _alarm.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait, Timeout.InfiniteTimeSpan);
    }

    private ChatStream? TakeTurn()
    {
        lock (_lock)
        {
            if (_turns.First is not { } node)
                return null;
            _turns.RemoveFirst();
            node.Value.Node = null;
            return node.Value;
        }
    }

    private void Work()
    {
        while (Await())
        {
            if (TakeTurn() is { } stream)
                Turn(stream);
        }

        if (Interlocked.Decrement(ref _threads) == 0)
            _ended.SetResult();
    }

    private bool Await()
    {
        try
        {
            _work.Wait(_stop.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Turn(ChatStream stream)
    {
        bool more;
        Exception? error = null;
        try
        {
            more = stream.Step(_time);
        }
        catch (Exception e)
        {
            // One request that the model cannot compute ends alone; the thread goes on with the others.
            (more, error) = (false, e);
        }

        lock (_lock)
        {
            if (stream.Left)
                (more, error) = (false, HungUp());
            if (more)
            {
                stream.Node = _turns.AddLast(stream);
                _work.Release();
                return;
            }

            _estimate.Add(_time.GetElapsedTime(stream.BegunAt));
        }

        stream.End(error);
        _metrics.Ended(stream, _time);
        FreePlace();
    }
}
