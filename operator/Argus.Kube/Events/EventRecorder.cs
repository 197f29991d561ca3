using System.Text;
using System.Threading.Channels;
using Argus.Kube.Api;
using Argus.Kube.Api.Core;
using Argus.Kube.Client;

namespace Argus.Kube.Events;

/// <summary>
/// Reports what happened to objects as Events. Repeats of the same event are counted in its series. Reporting never waits and never throws:
/// events are for people to read, and no work depends on them.
/// </summary>
public sealed class EventRecorder
{
    private const int MaxNote = 1024;
    private const int MaxWord = 128;

    private readonly Channel<EventReport> _reports;
    private readonly EventWriter _writer;
    private readonly EventRecorderOptions _options;
    private readonly TimeProvider _time;

    public EventRecorder(KubernetesClient client, EventRecorderOptions options)
    {
        _options = options;
        _time = client.Time;
        _writer = new EventWriter(client.Resource<Api.Events.EventsV1Event>(), options, client.Time);
        _reports = Channel.CreateBounded<EventReport>(new BoundedChannelOptions(options.QueueLength) { SingleReader = true });
    }

    /// <summary>Reports something that is as it should be.</summary>
    /// <param name="regarding">The object that it happened to.</param>
    /// <param name="reason">Why, in one CamelCase word.</param>
    /// <param name="action">What the controller did, in one CamelCase word.</param>
    /// <param name="note">For a person. Cut at 1024 bytes.</param>
    public void Normal(IKubernetesObject regarding, string reason, string action, string note) => Record(regarding, "Normal", reason, action, note);

    /// <summary>Reports something that a person should look at; parameters as in <see cref="Normal"/>.</summary>
    public void Warning(IKubernetesObject regarding, string reason, string action, string note) => Record(regarding, "Warning", reason, action, note);

    /// <summary>Writes what is reported until cancelled, and then for a short time what still waits. Runs once.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // A write that has begun is not cut off: whether the server had it could not be told.
        using var writing = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        using var ending = cancellationToken.Register(() => writing.CancelAfter(_options.DrainTime));
        try
        {
            while (await WaitAsync(cancellationToken))
                await WriteAsync(writing.Token);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // On to the rest.
        }

        _reports.Writer.TryComplete();
        try
        {
            await WriteAsync(writing.Token);
            await _writer.FlushAsync(all: true, writing.Token);
        }
        catch (OperationCanceledException)
        {
            _options.OnLost?.Invoke($"{_reports.Reader.Count} events that still waited at the end were not written.");
        }
    }

    private void Record(IKubernetesObject regarding, string type, string reason, string action, string note)
    {
        var reference = new V1ObjectReference
        {
            ApiVersion = regarding.ApiVersion,
            Kind = regarding.Kind,
            Name = regarding.Metadata.Name,
            Namespace = regarding.Metadata.Namespace,
            Uid = regarding.Metadata.Uid,
        };
        var key = new EventKey(reference, type, Cut(reason, MaxWord), Cut(action, MaxWord), Cut(note, MaxNote));
        if (!_reports.Writer.TryWrite(new EventReport(key, _time.GetUtcNow())))
            _options.OnLost?.Invoke($"The event {reason} of {regarding.Kind} {regarding.Metadata.Name} was dropped: too many wait.");
    }

    /// <summary>Until something is reported or a series is due; false when cancelled.</summary>
    private async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        if (_writer.UntilDue() is not { } wait)
            return await _reports.Reader.WaitToReadAsync(cancellationToken);
        using var due = new CancellationTokenSource(wait, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(due.Token, cancellationToken);
        try
        {
            return await _reports.Reader.WaitToReadAsync(linked.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return true;
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        while (_reports.Reader.TryRead(out var report))
            await _writer.AddAsync(report, cancellationToken);
        await _writer.FlushAsync(all: false, cancellationToken);
    }

    /// <summary>The server counts bytes.</summary>
    private static string Cut(string text, int most)
    {
        if (Encoding.UTF8.GetByteCount(text) <= most)
            return text;
        var cut = new StringBuilder();
        int bytes = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > most)
                break;
            cut.Append(rune);
        }

        return cut.ToString();
    }
}
