using Argus.Contracts;
using Argus.Contracts.OpenInference;
using Argus.Inference.Sessions;
using Argus.ModelServer.Configuration;
using Argus.ModelServer.Health;
using Argus.ModelServer.Inference;
using Argus.ModelServer.Loading;
using Argus.ModelServer.Requests;
using Argus.ServiceDefaults.Problems;
using Microsoft.ML.OnnxRuntime;

namespace Argus.ModelServer.OpenInference;

/// <summary>The Open Inference Protocol (REST, binary tensor extension): every graph of the pack by file name and by role.</summary>
internal sealed class OpenInferenceEndpoints(InferenceGate gate, ServerModels models, BodyBudget budget, ServerOptions options)
{
    /// <summary>The one version of each graph; the digest says more.</summary>
    public const string Version = "1";

    /// <summary><c>GET /v2</c>.</summary>
    public Task ServerAsync(HttpContext http) =>
        http.Response.WriteAsJsonAsync(new ServerMetadata("argus", HealthEndpoints.Version, ["binary_tensor_data"]), ContractsJson.Default.ServerMetadata);

    /// <summary><c>GET /v2/health/live</c>.</summary>
    public Task LiveAsync(HttpContext http) => http.Response.WriteAsJsonAsync(new HealthState { Live = true }, ContractsJson.Default.HealthState);

    /// <summary><c>GET /v2/health/ready</c>.</summary>
    public Task ReadyAsync(HttpContext http)
    {
        bool ready = models.State.Phase == ServerPhase.Ready;
        http.Response.StatusCode = ready ? 200 : 503;
        return http.Response.WriteAsJsonAsync(new HealthState { Ready = ready }, ContractsJson.Default.HealthState);
    }

    /// <summary><c>GET /v2/models/{name}</c>.</summary>
    public Task ModelAsync(HttpContext http)
    {
        var found = Find(http);
        if (!found.Ok)
            return gate.RefuseAsync(http, found.Refusal);
        var (graph, loaded) = found.Value;
        var body = new GraphMetadata
        {
            Name = graph.Name,
            Versions = [Version],
            Platform = "onnxruntime_onnx",
            Inputs = [.. graph.Session.Inputs.Select(Describe)],
            Outputs = [.. graph.Session.Outputs.Select(Describe)],
            Properties = new Dictionary<string, string> { ["role"] = graph.Role, ["pack"] = loaded.Pack.Pack.Name, ["model_digest"] = loaded.Pack.Digest },
        };
        return http.Response.WriteAsJsonAsync(body, ContractsJson.Default.GraphMetadata);
    }

    /// <summary><c>GET /v2/models/{name}/ready</c>.</summary>
    public Task ModelReadyAsync(HttpContext http)
    {
        var found = Find(http);
        return found.Ok
            ? http.Response.WriteAsJsonAsync(new HealthState { Name = found.Value.Graph.Name, Ready = true }, ContractsJson.Default.HealthState)
            : gate.RefuseAsync(http, found.Refusal);
    }

    /// <summary><c>POST /v2/models/{name}/infer</c>.</summary>
    public async Task InferAsync(HttpContext http)
    {
        var errors = new FieldErrors();
        var terms = gate.ReadTerms(http, errors);
        var found = Find(http);
        if (!errors.None || !found.Ok)
        {
            await gate.RefuseAsync(http, found.Refusal ?? errors.ToRefusal());
            return;
        }

        var read = await RequestBytes.ReadAsync(http.Request, options.MaxBodyBytes, budget, http.RequestAborted);
        if (!read.Ok)
        {
            await gate.RefuseAsync(http, read.Refusal);
            return;
        }

        using var bytes = read.Value;
        var body = InferBody.Read(http.Request, bytes.Span);
        var (graph, loaded) = found.Value;
        if (!body.Ok)
            await gate.RefuseAsync(http, body.Refusal);
        else if (UnknownOutput(graph.Session, body.Value.Request) is { } unknown)
            await gate.RefuseAsync(http, unknown);
        else
            await gate.RunAsync(http, terms, _ => Run(graph, loaded.Pack.Digest, body.Value, bytes.Span));
    }

    private static Outcome<Answer> Run(ServedGraph graph, string digest, InferBody body, ReadOnlySpan<byte> bytes)
    {
        List<OrtValue> tensors = [];
        try
        {
            if (InferInputs.Create(graph.Session, body, bytes, tensors) is { } refusal)
                return refusal;
            using var outputs = graph.Session.Run(tensors);
            return InferAnswer.Create(graph, digest, body.Request, outputs);
        }
        catch (OnnxRuntimeException e)
        {
            // The tensors have the declared types and shapes, but a free size may still be one that the graph cannot take.
            return new Refusal(400, $"The graph {graph.Name} cannot take these tensors: {e.Message}");
        }
        finally
        {
            foreach (var tensor in tensors)
                tensor.Dispose();
        }
    }

    private static Refusal? UnknownOutput(ModelSession session, InferRequest request)
    {
        var unknown = request.Outputs?.FirstOrDefault(o => !session.Outputs.Any(s => s.Name == o.Name));
        return unknown is null
            ? null
            : new Refusal(400, $"The graph has no output '{unknown.Name}'; it has {string.Join(", ", session.Outputs.Select(o => o.Name))}.");
    }

    private static TensorMetadata Describe(TensorDescription tensor) =>
        new(tensor.Name, Datatype.Of(tensor.Type)?.Name ?? tensor.Type.ToString().ToUpperInvariant(), tensor.Shape);

    private Outcome<Found> Find(HttpContext http)
    {
        var current = models.Current;
        if (!current.Ok)
            return current.Refusal;
        string name = (string)http.GetRouteValue("model")!;
        string version = (string?)http.GetRouteValue("version") ?? Version;
        if (!current.Value.Graphs.TryGetValue(name, out var graph))
            return new Refusal(404, $"There is no model '{name}'; there are {string.Join(", ", current.Value.Graphs.Keys.Order(StringComparer.Ordinal))}.");
        return version == Version ? new Found(graph, current.Value) : new Refusal(404, $"There is no version '{version}' of {graph.Name}; there is {Version}.");
    }

    private sealed record Found(ServedGraph Graph, LoadedModels Models);
}
