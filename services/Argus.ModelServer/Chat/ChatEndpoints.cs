using System.Security.Cryptography;
using System.Text;
using Argus.Contracts;
using Argus.Contracts.Chat;
using Argus.Inference.Language;
using Argus.Inference.Scheduling;
using Argus.ModelServer.Configuration;
using Argus.ModelServer.Inference;
using Argus.ModelServer.Loading;
using Argus.ModelServer.Requests;
using Argus.ServiceDefaults.Problems;

namespace Argus.ModelServer.Chat;

/// <summary><c>GET /v1/models</c> and <c>POST /v1/chat/completions</c>, as OpenAI documents them.</summary>
internal sealed class ChatEndpoints(InferenceGate gate, ServerModels models, ServerOptions options, BodyBudget budget, InferenceMetrics metrics, TimeProvider time)
{
    /// <summary>Names the digest of the model that answers.</summary>
    public const string DigestHeader = "X-Argus-Model-Digest";

    /// <summary>Who names a ModelDeployment has chosen its model already, under whatever name it is offered.</summary>
    private const string DeploymentHeader = "X-Argus-Deployment";

    private const int MaxBodyBytes = 8 * 1024 * 1024;

    private readonly long _started = time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Lists the one model that is served, by its names.</summary>
    public Task ModelsAsync(HttpContext http)
    {
        var ready = Need.Chat.Of(models.Current);
        return ready.Ok
            ? http.Response.WriteAsJsonAsync(new ChatModelList([.. Names(ready.Value).Select(n => new ChatModel(n, _started, "argus"))]), ContractsJson.Default.ChatModelList, cancellationToken: http.RequestAborted)
            : gate.RefuseAsync(http, ready.Refusal);
    }

    /// <summary>Answers messages.</summary>
    public async Task CompleteAsync(HttpContext http)
    {
        var errors = new FieldErrors();
        var terms = gate.ReadTerms(http, errors);
        var ready = Need.Chat.Of(models.Current);
        if (ready is { Ok: true, Value.Remote: { } remote })
        {
            await RelayAsync(http, remote, ready.Value.Pack.Digest);
            return;
        }

        var call = ready.Ok ? await ReadAsync(http, ready.Value, errors) : ready.Refusal;
        if (!call.Ok)
        {
            await gate.RefuseAsync(http, call.Refusal);
            return;
        }

        var chat = ready.Value!.Chat!;
        if (chat.Model.Prompt(call.Value.Messages, null, out int[] prompt) is { } fault)
        {
            await gate.RefuseAsync(http, fault.ToRefusal());
            return;
        }

        var stream = chat.Start(prompt, call.Value.Options, terms.Deadline, http.RequestAborted);
        var admission = await stream.Begun;
        if (admission != Admission.Done)
        {
            await gate.RefuseAsync(http, InferenceGate.Refused(admission, chat.RetryAfter));
            return;
        }

        http.Response.Headers[DigestHeader] = ready.Value.Pack.Digest;
        string id = "chatcmpl-" + RandomNumberGenerator.GetHexString(24, lowercase: true);
        var reply = new ChatReply(id, time.GetUtcNow().ToUnixTimeSeconds(), call.Value.Model, Fingerprint(ready.Value.Pack.Digest));
        await (call.Value.Stream ? ChatEvents.WriteAsync(http, reply, stream, call.Value.IncludeUsage) : WriteWholeAsync(http, reply, stream));
    }

    private static async Task WriteWholeAsync(HttpContext http, ChatReply reply, ChatStream stream)
    {
        var text = new StringBuilder();
        try
        {
            await foreach (string part in stream.Parts.ReadAllAsync(http.RequestAborted))
                text.Append(part);
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            await new Refusal(503, "The process is stopping.") { RetryAfter = TimeSpan.FromSeconds(1) }.WriteAsync(http);
            return;
        }

        await http.Response.WriteAsJsonAsync(reply.Whole(text.ToString(), stream), ContractsJson.Default.ChatCompletion, cancellationToken: http.RequestAborted);
    }

    private async Task RelayAsync(HttpContext http, RemoteChat remote, string digest)
    {
        var read = await RequestBytes.ReadAsync(http.Request, MaxBodyBytes, budget, http.RequestAborted);
        if (!read.Ok)
        {
            await gate.RefuseAsync(http, read.Refusal);
            return;
        }

        using var body = read.Value;
        http.Response.Headers[DigestHeader] = digest;
        long start = time.GetTimestamp();
        void Answered(int status) => metrics.Relayed(status, time.GetElapsedTime(start));
        if (await remote.CompleteAsync(http, body.Memory, Answered) is not { } refusal)
            return;
        // What the caller wrote wrongly was not asked of anybody.
        if (refusal.Status != 400)
            Answered(refusal.Status);
        await gate.RefuseAsync(http, refusal);
    }

    private static string Fingerprint(string digest) => $"fp_{digest.AsSpan("sha256:".Length, 12)}";

    private async ValueTask<Outcome<ChatCall>> ReadAsync(HttpContext http, LoadedModels loaded, FieldErrors errors)
    {
        if (!errors.None)
            return errors.ToRefusal();
        if (!http.Request.HasJsonContentType())
            return new Refusal(415, $"The content type must be application/json, not {(http.Request.ContentType is { Length: > 0 } given ? $"'{given}'" : "left out")}.");
        if (http.Request.Headers.ContentEncoding.Count > 0 && http.Request.Headers.ContentEncoding != "identity")
            return new Refusal(415, "Compressed bodies are not taken: send it without Content-Encoding.");
        var read = await RequestBytes.ReadAsync(http.Request, MaxBodyBytes, budget, http.RequestAborted);
        if (!read.Ok)
            return read.Refusal;
        using var body = read.Value;
        var call = ChatRequestReader.Read(body.Span, options.ChatMaxTokens);
        if (!call.Ok)
            return call;
        string[] names = [.. Names(loaded)];
        return names.Contains(call.Value.Model) || http.Request.Headers.ContainsKey(DeploymentHeader)
            ? call
            : ChatFault.UnknownModel(call.Value.Model, string.Join(", ", names));
    }

    private IEnumerable<string> Names(LoadedModels loaded) => options.ModelAlias is { } alias ? [alias, loaded.Pack.Pack.Name] : [loaded.Pack.Pack.Name];
}
