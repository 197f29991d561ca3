using System.Text;
using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Access;

/// <summary>Reads the questions that kubectl sends as protobuf whatever it is told. Field numbers are those of the published API definitions.</summary>
internal static class ProtobufReview
{
    private static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    private static readonly string[] ResourceAttributes = ["namespace", "verb", "group", "version", "resource", "subresource", "name"];

    /// <summary>The question as JSON, or null if it is none.</summary>
    public static JsonObject? Read(byte[] body, string kind)
    {
        if (!body.AsSpan().StartsWith(Magic) || Fields(body.AsMemory(4)) is not { } envelope || !envelope.TryGetValue(2, out var raw) || Fields(raw) is not { } review)
            return null;
        if (!review.TryGetValue(2, out var specBytes) || Fields(specBytes) is not { } spec)
            return [];
        var json = new JsonObject();
        if (kind == "SelfSubjectRulesReview" && spec.TryGetValue(1, out var ns))
            json["namespace"] = Text(ns);
        else if (kind is "SelfSubjectAccessReview" && spec.TryGetValue(1, out var bytes) && Fields(bytes) is { } attributes)
            json["resourceAttributes"] = Named(attributes, ResourceAttributes);
        else if (kind is "SelfSubjectAccessReview" && spec.TryGetValue(2, out var other) && Fields(other) is { } path)
            json["nonResourceAttributes"] = Named(path, ["path", "verb"]);
        return new JsonObject { ["spec"] = json };
    }

    private static JsonObject Named(Dictionary<int, ReadOnlyMemory<byte>> fields, ReadOnlySpan<string> names)
    {
        var json = new JsonObject();
        for (int i = 0; i < names.Length; i++)
            if (fields.TryGetValue(i + 1, out var value) && value.Length > 0)
                json[names[i]] = Text(value);
        return json;
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    // Length-delimited fields alone: the others say nothing that matters here.
    private static Dictionary<int, ReadOnlyMemory<byte>>? Fields(ReadOnlyMemory<byte> message)
    {
        var fields = new Dictionary<int, ReadOnlyMemory<byte>>();
        int at = 0;
        while (at < message.Length)
        {
            if (Number(message.Span, ref at) is not { } tag)
                return null;
            switch (tag & 7)
            {
                case 0 when Number(message.Span, ref at) is not null:
                    break;
                case 2 when Number(message.Span, ref at) is { } length && length <= (ulong)(message.Length - at):
                    fields[(int)(tag >> 3)] = message.Slice(at, (int)length);
                    at += (int)length;
                    break;
                default:
                    return null;
            }
        }
        return fields;
    }

    private static ulong? Number(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; shift < 64 && at < bytes.Length; shift += 7)
        {
            byte b = bytes[at++];
            value |= (ulong)(b & 127) << shift;
            if (b < 128)
                return value;
        }
        return null;
    }
}
