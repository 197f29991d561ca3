using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Argus.Inference.Sessions;
using Argus.ModelServer.Inference;
using Argus.ModelServer.Loading;
using Argus.ServiceDefaults.Problems;

namespace Argus.ModelServer.OpenInference;

/// <summary>The outputs of a run: JSON, and behind it the bytes of those that were wanted so.</summary>
internal sealed class InferAnswer : Answer
{
    private readonly ArrayBufferWriter<byte> _body = new(4096);
    private int? _jsonLength;

    /// <summary>Writes the outputs to memory, so that the graph's own memory is free at once.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="digest">Digest of its pack.</param>
    /// <param name="request">What was wanted.</param>
    /// <param name="outputs">What came out.</param>
    public static Outcome<Answer> Create(ServedGraph graph, string digest, InferRequest request, SessionOutputs outputs)
    {
        var answer = new InferAnswer();
        List<int> binary = [];
        using (var json = new Utf8JsonWriter(answer._body))
        {
            json.WriteStartObject();
            json.WriteString("model_name"u8, graph.Name);
            json.WriteString("model_version"u8, OpenInferenceEndpoints.Version);
            if (request.Id is not null)
                json.WriteString("id"u8, request.Id);
            json.WriteStartObject("parameters"u8);
            json.WriteString("model_digest"u8, digest);
            json.WriteEndObject();
            json.WriteStartArray("outputs"u8);
            foreach (int i in Wanted(graph.Session, request))
            {
                if (Write(json, graph.Session.Outputs[i], outputs, i, IsBinary(request, graph.Session.Outputs[i].Name), binary) is { } refusal)
                    return refusal;
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        if (binary.Count > 0)
            answer._jsonLength = answer._body.WrittenCount;
        foreach (int i in binary)
            answer._body.Write(outputs[i].GetTensorMutableRawData());
        return answer;
    }

    /// <inheritdoc/>
    public override Task WriteAsync(HttpContext http)
    {
        http.Response.ContentType = _jsonLength is null ? "application/json" : "application/octet-stream";
        if (_jsonLength is { } length)
            http.Response.Headers[InferBody.LengthHeader] = length.ToString(CultureInfo.InvariantCulture);
        http.Response.ContentLength = _body.WrittenCount;
        return http.Response.Body.WriteAsync(_body.WrittenMemory, http.RequestAborted).AsTask();
    }

    private static IEnumerable<int> Wanted(ModelSession session, InferRequest request)
    {
        for (int i = 0; i < session.Outputs.Length; i++)
        {
            if (request.Outputs is null or [] || request.Outputs.Any(o => o.Name == session.Outputs[i].Name))
                yield return i;
        }
    }

    private static bool IsBinary(InferRequest request, string name) =>
        request.Outputs?.FirstOrDefault(o => o.Name == name)?.Parameters?.BinaryData ?? request.Parameters?.BinaryDataOutput ?? false;

    private static Refusal? Write(Utf8JsonWriter json, TensorDescription output, SessionOutputs outputs, int i, bool asBytes, List<int> binary)
    {
        if (Datatype.Of(output.Type) is not { } datatype)
            return new Refusal(400, $"The output '{output.Name}' is of type {output.Type}, which is not served over this protocol; leave it out.");
        json.WriteStartObject();
        json.WriteString("name"u8, output.Name);
        json.WriteString("datatype"u8, datatype.Name);
        json.WriteStartArray("shape"u8);
        foreach (long dimension in outputs.Shape(i))
            json.WriteNumberValue(dimension);
        json.WriteEndArray();
        if (asBytes)
        {
            binary.Add(i);
            json.WriteStartObject("parameters"u8);
            json.WriteNumber("binary_data_size"u8, outputs[i].GetTensorSizeInBytes());
            json.WriteEndObject();
        }
        else
        {
            json.WritePropertyName("data"u8);
            if (!datatype.TryWriteList(json, outputs[i]))
                return new Refusal(400, $"The output '{output.Name}' has values that JSON cannot carry; ask for it as binary data.");
        }

        json.WriteEndObject();
        return null;
    }
}
