using System.Threading.Channels;
using Argus.Inference.Scheduling;
using Microsoft.ML.OnnxRuntimeGenAI;

namespace Argus.Inference.Language;

/// <summary>A text on its way. Its parts are read by one reader; its figures are final when they have ended.</summary>
public sealed class ChatStream
{
    private readonly LanguageModel _model;
    private readonly int[] _prompt;
    private readonly GenerationOptions _options;
    private readonly int _chunk;
    private readonly Channel<string> _parts = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly TaskCompletionSource<Admission> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<int> _tokens = [];
    private readonly Detokenizer _detokenizer;
    private readonly StopScanner _stops;
    private Generator? _generator;
    private int _read;

    internal ChatStream(LanguageModel model, int[] prompt, GenerationOptions options, int chunk)
    {
        (_model, _prompt, _options, _chunk) = (model, prompt, options, chunk);
        _detokenizer = new Detokenizer(model.Decode);
        _stops = new StopScanner(options.Stop);
    }

    /// <summary>Done where a place was had; else why not. Cancelled where the caller hung up before.</summary>
    public Task<Admission> Begun => _begun.Task;

    /// <summary>The text, part by part. Ends with an exception where the computation failed, and as cancelled where the caller hung up.</summary>
    public ChannelReader<string> Parts => _parts.Reader;

    /// <summary>Done when the last part is there, read or not; how it ended, the parts tell.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Tokens of the prompt.</summary>
    public int PromptTokens => _prompt.Length;

    /// <summary>Every token generated so far, the end token included.</summary>
    public IReadOnlyList<int> Tokens => _tokens;

    /// <summary>Why the text ended; set before <see cref="Parts"/> end.</summary>
    public FinishReason Reason { get; private set; } = FinishReason.Length;

    /// <summary>When a place was had, in timestamps of the scheduler's clock.</summary>
    public long BegunAt { get; internal set; }

    /// <summary>When it asked for a place.</summary>
    public long ArrivedAt { get; internal init; }

    /// <summary>When the first token was there; 0 until then.</summary>
    public long FirstTokenAt { get; private set; }

    /// <summary>When a place must have been had.</summary>
    internal DateTimeOffset Deadline { get; init; }

    /// <summary>Tells when the caller hangs up.</summary>
    internal CancellationTokenRegistration HangUp { get; set; }

    /// <summary>Whether the caller has hung up; held by the scheduler's lock.</summary>
    internal bool Left { get; set; }

    /// <summary>Place in the list of turns or of those that wait; held by the scheduler's lock.</summary>
    internal LinkedListNode<ChatStream>? Node { get; set; }

    internal void Begin() => _begun.TrySetResult(Admission.Done);

    internal void Refuse(Admission why)
    {
        HangUp.Unregister();
        _begun.TrySetResult(why);
        _parts.Writer.TryComplete();
        _ended.TrySetResult();
    }

    /// <summary>One turn: a part of the prompt, or one token.</summary>
    /// <param name="time">The scheduler's clock.</param>
    /// <returns>Whether there is more to do.</returns>
    internal bool Step(TimeProvider time)
    {
        if (_read < _prompt.Length)
        {
            _generator ??= _model.Begin(_prompt.Length, _options);
            int count = Math.Min(_chunk, _prompt.Length - _read);
            _generator.AppendTokens(_prompt.AsSpan(_read, count));
            _read += count;
            return true;
        }

        _generator!.GenerateNextToken();
        int token = _generator.GetNextTokens()[0];
        if (_tokens.Count == 0)
            FirstTokenAt = time.GetTimestamp();
        _tokens.Add(token);
        if (_model.EndTokens.Contains(token))
        {
            Reason = FinishReason.Stop;
            GiveRest();
            return false;
        }

        Give(_stops.Add(_detokenizer.Add(token)));
        if (_stops.Stopped)
            Reason = FinishReason.Stop;
        if (!_stops.Stopped && _tokens.Count < _model.Room(_prompt.Length, _options) && !_generator.IsDone())
            return true;
        GiveRest();
        return false;
    }

    /// <summary>The end, however it came; the memory of the context is free afterwards.</summary>
    /// <param name="error">Why it broke off, or null.</param>
    internal void End(Exception? error)
    {
        _generator?.Dispose();
        _generator = null;
        HangUp.Unregister();
        if (error is OperationCanceledException)
            _begun.TrySetCanceled();
        _parts.Writer.TryComplete(error);
        _ended.TrySetResult();
    }

    // In the last turn, where a fault of the library ends this text alone, and not at the end, where it would end the thread.
    private void GiveRest()
    {
        Give(_stops.Add(_detokenizer.Rest()));
        Give(_stops.Rest());
        if (_stops.Stopped)
            Reason = FinishReason.Stop;
    }

    private void Give(string text)
    {
        if (text.Length > 0)
            _parts.Writer.TryWrite(text);
    }
}
