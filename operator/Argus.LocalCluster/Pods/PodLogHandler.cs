using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Argus.LocalCluster.Http;
using Argus.LocalCluster.Schema;
using Argus.LocalCluster.Storage;
using Argus.LocalCluster.Tables;

namespace Argus.LocalCluster.Pods;

/// <summary>The log subresource of Pods.</summary>
internal sealed class PodLogHandler(ObjectStore store, IPodLogs logs, TimeProvider clock)
{
    public async Task<StatusFault?> GetAsync(ApiCall call)
    {
        if (store.State.Find(call.Key) is not { } pod)
            return StatusFault.NotFound(call.Resource, call.Request.Name!);
        if (FindContainer(pod, call.Query["container"].ToString(), out string container) is { } unknown)
            return unknown;
        if (Number(call, "tailLines", out long? tail) is { } badTail)
            return badTail;
        if (Number(call, "sinceSeconds", out long? since) is { } badSince)
            return badSince;
        if (Number(call, "limitBytes", out long? limit) is { } badLimit)
            return badLimit;
        bool follow = Flag(call, "follow"), previous = Flag(call, "previous");
        var query = new PodLogQuery(pod.Key.Namespace, pod.Key.Name, pod.Facts.Uid, container, previous, follow);
        if (logs.Read(query, call.Aborted) is not { } lines)
            return StatusFault.BadRequest(previous
                ? $"previous terminated container \"{container}\" in pod \"{pod.Key.Name}\" not found"
                : $"container \"{container}\" in pod \"{pod.Key.Name}\" is waiting to start: {Waiting(pod, container)}");
        DateTimeOffset? from = since is { } seconds ? clock.GetUtcNow() - Seconds.Span(seconds) : Cells.Moment(call.Query["sinceTime"].ToString());
        call.Http.Response.ContentType = "text/plain";
        await SendAsync(call, Chosen(query, lines, from, tail), limit ?? long.MaxValue);
        return null;
    }

    private static async Task SendAsync(ApiCall call, IAsyncEnumerable<PodLogLine> lines, long limit)
    {
        bool stamps = Flag(call, "timestamps");
        var output = call.Http.Response.BodyWriter;
        await foreach (var line in lines.WithCancellation(call.Aborted))
        {
            byte[] stamp = stamps ? Encoding.ASCII.GetBytes(line.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z '", CultureInfo.InvariantCulture)) : [];
            var whole = (byte[])[.. stamp, .. line.Text.Span, (byte)'\n'];
            output.Write(whole.AsSpan(0, (int)Math.Min(whole.Length, limit)));
            limit -= whole.Length;
            await output.FlushAsync(call.Aborted);
            if (limit <= 0)
                return;
        }
    }

    private async IAsyncEnumerable<PodLogLine> Chosen(PodLogQuery query, IAsyncEnumerable<PodLogLine> lines, DateTimeOffset? from, long? tail)
    {
        long skip = 0;
        if (tail is { } last && logs.Read(query with { Follow = false }, CancellationToken.None) is { } whole)
        {
            // Counted first: the end of what there is now is where the tail ends, however long it is followed.
            long count = 0;
            await foreach (var line in whole)
                if (from is null || line.Time >= from)
                    count++;
            skip = Math.Max(0, count - last);
        }
        await foreach (var line in lines)
            if ((from is null || line.Time >= from) && skip-- <= 0)
                yield return line;
    }

    private static StatusFault? FindContainer(StoredObject pod, string asked, out string container)
    {
        using var document = JsonDocument.Parse(pod.Bytes);
        var spec = Cells.At(document.RootElement, "spec");
        string[] names = [.. Cells.Items(spec, "containers").Concat(Cells.Items(spec, "initContainers")).Select(c => Cells.Text(c, "name"))];
        container = asked.Length > 0 ? asked : names.FirstOrDefault() ?? "";
        if (asked.Length > 0 && !names.Contains(asked))
            return StatusFault.BadRequest($"container {asked} is not valid for pod {pod.Key.Name}");
        return asked.Length > 0 || Cells.Count(spec, "containers") == 1 ? null
            : StatusFault.BadRequest($"a container name must be specified for pod {pod.Key.Name}, choose one of: [{string.Join(' ', names)}]");
    }

    private static string Waiting(StoredObject pod, string container)
    {
        using var document = JsonDocument.Parse(pod.Bytes);
        var status = Cells.Items(document.RootElement, "status", "containerStatuses").FirstOrDefault(s => Cells.Text(s, "name") == container);
        return Cells.TextOr("ContainerCreating", status, "state", "waiting", "reason");
    }

    private static bool Flag(ApiCall call, string name) => call.Query[name].ToString() is "true" or "1";

    private static StatusFault? Number(ApiCall call, string name, out long? value)
    {
        string text = call.Query[name].ToString();
        value = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long parsed) ? parsed : null;
        return text.Length == 0 || value >= 0 ? null : StatusFault.BadRequest($"{name}: \"{text}\" is not a number that is zero or more");
    }
}
