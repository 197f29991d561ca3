using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Definitions;
using Argus.LocalCluster.Storage;

namespace Argus.LocalCluster.Http;

/// <summary>One watch's side of the connection: what is selected, in the form that was asked for.</summary>
internal sealed class WatchStream(ApiCall call, ListOptions options, ObjectAnswers answers, PipeWriter output)
{
    private bool _columnsSent;

    public ApiResource Resource => call.Resource;

    /// <summary>Null for all namespaces.</summary>
    public string? Namespace => call.ListNamespace;

    /// <summary>Bytes that wait to be sent.</summary>
    public long Unflushed => output.CanGetUnflushedBytes ? output.UnflushedBytes : 0;

    /// <summary>Changes up to this version were part of the initial events.</summary>
    public long SeenUpTo { get; set; }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var flushed = await output.FlushAsync(cancellationToken);
        if (flushed.IsCompleted)
            throw new OperationCanceledException("The client has gone.", cancellationToken);
    }

    public void WriteInitial(StoredObject stored)
    {
        if (Selects(stored))
            Write("ADDED"u8, Resource.Bytes(stored));
    }

    public void Write(Change change)
    {
        var stored = change.Object;
        if (change.Version <= SeenUpTo || (Namespace is not null && stored.Key.Namespace != Namespace))
            return;
        bool was = change.Previous is not null && Selects(change.Previous);
        if (change.Type == ChangeType.Deleted)
        {
            if (was)
                Write("DELETED"u8, Resource.Bytes(stored));
            return;
        }
        bool now = Selects(stored);
        if (now)
            Write(was ? "MODIFIED"u8 : "ADDED"u8, Resource.Bytes(stored));
        else if (was)
            // It left the selection: told as it last was in it, at the version at which it left.
            Write("DELETED"u8, Resource.Bytes(change.Previous!.At(change.Version)));
    }

    public void WriteBookmark(long version, bool initialEnd)
    {
        var metadata = new JsonObject { ["resourceVersion"] = version.ToString() };
        if (initialEnd)
            metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        Write("BOOKMARK"u8, Json.Serialize(new JsonObject { ["kind"] = Resource.Kind, ["apiVersion"] = Resource.ApiVersion, ["metadata"] = metadata }));
    }

    public async Task WriteExpiredAsync(long asked, long oldest, CancellationToken cancellationToken)
    {
        var status = new StatusFault(410, "Expired", $"too old resource version: {asked} ({oldest})").ToStatus();
        WriteLine("ERROR"u8, Json.Serialize(status));
        await FlushAsync(cancellationToken);
    }

    private bool Selects(StoredObject stored) =>
        (Namespace is null || stored.Key.Namespace == Namespace) && (options.Labels.IsEmpty || options.Labels.Matches(stored.Facts.Labels)) && (options.Fields.IsEmpty || options.Fields.Matches(stored));

    private void Write(ReadOnlySpan<byte> type, byte[] shown)
    {
        if (call.Media.Form is AnswerForm.Whole)
        {
            WriteLine(type, shown);
            return;
        }
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var document = JsonDocument.Parse(shown))
        using (var writer = new Utf8JsonWriter(buffer))
            answers.WriteWatched(writer, call, document.RootElement, withColumns: !_columnsSent);
        _columnsSent = true;
        WriteLine(type, buffer.WrittenSpan);
    }

    private void WriteLine(ReadOnlySpan<byte> type, ReadOnlySpan<byte> json)
    {
        output.Write("{\"type\":\""u8);
        output.Write(type);
        output.Write("\",\"object\":"u8);
        output.Write(json);
        output.Write("}\n"u8);
    }
}
