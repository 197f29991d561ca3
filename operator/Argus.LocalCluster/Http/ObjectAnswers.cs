using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.LocalCluster.Definitions;
using Argus.LocalCluster.Storage;
using Argus.LocalCluster.Tables;

namespace Argus.LocalCluster.Http;

/// <summary>Objects and lists in the form that was asked for.</summary>
internal sealed class ObjectAnswers(TimeProvider clock)
{
    /// <summary>Sends one object.</summary>
    public Task WriteAsync(ApiCall call, int code, ReadOnlyMemory<byte> shown)
    {
        var media = call.Media;
        if (media.Form == AnswerForm.Whole)
            return media.Yaml ? AnswerWriter.WriteYamlAsync(call.Http, code, shown) : AnswerWriter.WriteAsync(call.Http, code, media.ContentType, shown);
        if (media.Form == AnswerForm.PartialList)
            return AnswerWriter.WriteFaultAsync(call.Http, new StatusFault(406, "NotAcceptable", "you requested PartialObjectMetadataList, but the requested object is not a list"));
        var buffer = new ArrayBufferWriter<byte>(shown.Length + 256);
        using (var document = JsonDocument.Parse(shown))
        using (var writer = new Utf8JsonWriter(buffer))
        {
            if (media.Form == AnswerForm.Partial)
                WritePartial(writer, document.RootElement, media.TableVersion);
            else
                WriteTable(writer, call, Cells.Text(document.RootElement, "metadata", "resourceVersion"), null, null, [document.RootElement], withColumns: true);
        }
        return SendAsync(call, code, buffer.WrittenMemory);
    }

    /// <summary>Sends a list.</summary>
    public Task WriteListAsync(ApiCall call, IReadOnlyList<StoredObject> items, long version, string? next, long? remaining)
    {
        var resource = call.Resource;
        if (call.Media.Form == AnswerForm.Whole)
        {
            var all = WriteItems(resource, items, version, next, remaining);
            return call.Media.Yaml ? AnswerWriter.WriteYamlAsync(call.Http, 200, all) : AnswerWriter.WriteAsync(call.Http, 200, "application/json", all);
        }
        if (call.Media.Form == AnswerForm.Partial)
            return AnswerWriter.WriteFaultAsync(call.Http, new StatusFault(406, "NotAcceptable",
                $"you requested PartialObjectMetadata, but the requested object is a list ({(resource.Custom ? "*unstructured.UnstructuredList" : $"*{resource.Version}.{resource.ListKind}")})"));
        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            if (call.Media.Form == AnswerForm.PartialList)
                WritePartialList(writer, call, items, version, next, remaining);
            else
                WriteTable(writer, call, version.ToString(), next, remaining, Elements(resource, items), withColumns: true);
        }
        return SendAsync(call, 200, buffer.WrittenMemory);
    }

    /// <summary>Writes what a watch of tables or partial objects carries instead of the object.</summary>
    public void WriteWatched(Utf8JsonWriter writer, ApiCall call, JsonElement element, bool withColumns)
    {
        if (call.Media.Form == AnswerForm.Table)
            WriteTable(writer, call, Cells.Text(element, "metadata", "resourceVersion"), null, null, [element], withColumns);
        else
            WritePartial(writer, element, call.Media.TableVersion);
    }

    private static ReadOnlyMemory<byte> WriteItems(ApiResource resource, IReadOnlyList<StoredObject> items, long version, string? next, long? remaining)
    {
        var metadata = new JsonObject();
        if (next is not null || resource.Custom)
            metadata["continue"] = next ?? "";
        if (remaining is not null)
            metadata["remainingItemCount"] = remaining;
        metadata["resourceVersion"] = version.ToString();
        var output = new ArrayBufferWriter<byte>(256 + items.Sum(i => i.Bytes.Length + 16));
        output.Write("{\"kind\":\""u8);
        output.Write(System.Text.Encoding.UTF8.GetBytes($"{resource.ListKind}\",\"apiVersion\":\"{resource.ApiVersion}\",\"metadata\":"));
        output.Write(Json.Serialize(metadata));
        output.Write(",\"items\":["u8);
        ReadOnlySpan<byte> comma = default;
        byte[] type = System.Text.Encoding.UTF8.GetBytes($"{{\"kind\":\"{resource.Kind}\",\"apiVersion\":\"{resource.ApiVersion}\",");
        foreach (var item in items)
        {
            output.Write(comma);
            comma = ","u8;
            var bytes = resource.Bytes(item).AsSpan();
            // The items of a typed list do not say of what kind they are.
            if (!resource.Custom && bytes.StartsWith(type))
            {
                output.Write("{"u8);
                bytes = bytes[type.Length..];
            }
            output.Write(bytes);
        }
        output.Write("]}"u8);
        return output.WrittenMemory;
    }

    private void WriteTable(Utf8JsonWriter writer, ApiCall call, string version, string? next, long? remaining, IEnumerable<JsonElement> elements, bool withColumns)
    {
        var now = clock.GetUtcNow();
        var layout = call.Resource.Table;
        string include = call.Query["includeObject"].ToString();
        writer.WriteStartObject();
        writer.WriteString("kind", "Table");
        writer.WriteString("apiVersion", $"meta.k8s.io/{call.Media.TableVersion}");
        WriteListMetadata(writer, version, next, remaining);
        writer.WritePropertyName("columnDefinitions");
        if (withColumns)
            layout.Definitions().WriteTo(writer);
        else
            writer.WriteNullValue();
        writer.WriteStartArray("rows");
        foreach (var element in elements)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("cells");
            layout.WriteCells(writer, element, now);
            writer.WritePropertyName("object");
            if (include == "Object")
                element.WriteTo(writer);
            else if (include == "None")
                writer.WriteNullValue();
            else
                WritePartial(writer, element, call.Media.TableVersion);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WritePartialList(Utf8JsonWriter writer, ApiCall call, IReadOnlyList<StoredObject> items, long version, string? next, long? remaining)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", "PartialObjectMetadataList");
        writer.WriteString("apiVersion", $"meta.k8s.io/{call.Media.TableVersion}");
        WriteListMetadata(writer, version.ToString(), next, remaining);
        writer.WriteStartArray("items");
        foreach (var element in Elements(call.Resource, items))
            WritePartial(writer, element, call.Media.TableVersion);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteListMetadata(Utf8JsonWriter writer, string version, string? next, long? remaining)
    {
        writer.WriteStartObject("metadata");
        writer.WriteString("resourceVersion", version);
        if (next is not null)
            writer.WriteString("continue", next);
        if (remaining is not null)
            writer.WriteNumber("remainingItemCount", remaining.Value);
        writer.WriteEndObject();
    }

    private static void WritePartial(Utf8JsonWriter writer, JsonElement element, string version)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", "PartialObjectMetadata");
        writer.WriteString("apiVersion", $"meta.k8s.io/{version}");
        writer.WritePropertyName("metadata");
        Cells.At(element, "metadata").WriteTo(writer);
        writer.WriteEndObject();
    }

    // Each document lives until the next one is asked for.
    private static IEnumerable<JsonElement> Elements(ApiResource resource, IEnumerable<StoredObject> items)
    {
        foreach (var item in items)
        {
            using var document = JsonDocument.Parse(resource.Bytes(item));
            yield return document.RootElement;
        }
    }

    private static Task SendAsync(ApiCall call, int code, ReadOnlyMemory<byte> json) =>
        call.Media.Yaml ? AnswerWriter.WriteYamlAsync(call.Http, code, json) : AnswerWriter.WriteAsync(call.Http, code, "application/json", json);
}
