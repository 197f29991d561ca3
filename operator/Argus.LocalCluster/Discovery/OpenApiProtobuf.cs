using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Discovery;

/// <summary>
/// An OpenAPI v2 document in the protobuf form of gnostic's OpenAPIv2.proto: the only one that kubectl before 1.27 reads. The numbers are
/// those of its fields; what the documents here never hold is not written.
/// </summary>
internal static class OpenApiProtobuf
{
    private static readonly (string Name, int Number)[] Methods = [("get", 2), ("put", 3), ("post", 4), ("delete", 5), ("patch", 8)];

    public static byte[] Of(JsonObject document)
    {
        var info = new ProtobufMessage().Text(1, document["info"]!["title"]).Text(2, document["info"]!["version"]);
        var paths = new ProtobufMessage();
        foreach (var (path, item) in document["paths"]!.AsObject())
            paths.Message(2, Named(path, PathItem(item!.AsObject())));
        return new ProtobufMessage().Text(1, document["swagger"]).Message(2, info).Message(8, paths).Message(9, Schemas(document["definitions"]!.AsObject())).ToArray();
    }

    private static ProtobufMessage PathItem(JsonObject item)
    {
        var message = new ProtobufMessage();
        foreach (var (method, number) in Methods)
            if (item[method] is JsonObject operation)
                message.Message(number, Operation(operation));
        return message;
    }

    private static ProtobufMessage Operation(JsonObject operation)
    {
        var message = new ProtobufMessage();
        foreach (var parameter in operation["parameters"]!.AsArray())
        {
            // One of four places, all but the query's unused; each wrapped by what else a parameter could be.
            var query = new ProtobufMessage().Text(2, parameter!["in"]).Text(4, parameter["name"]).Text(6, parameter["type"]);
            message.Message(8, new ProtobufMessage().Message(1, new ProtobufMessage().Message(2, new ProtobufMessage().Message(3, query))));
        }
        var responses = new ProtobufMessage();
        foreach (var (code, response) in operation["responses"]!.AsObject())
            responses.Message(1, Named(code, new ProtobufMessage().Message(1, new ProtobufMessage().Text(1, response!["description"]))));
        return Extensions(message.Message(9, responses), operation, 13);
    }

    private static ProtobufMessage Schemas(JsonObject schemas)
    {
        var message = new ProtobufMessage();
        foreach (var (name, schema) in schemas)
            message.Message(1, Named(name, Schema(schema!.AsObject())));
        return message;
    }

    private static ProtobufMessage Schema(JsonObject schema)
    {
        var message = new ProtobufMessage().Text(1, schema["$ref"]).Text(2, schema["format"]).Text(4, schema["description"]);
        foreach (var name in schema["required"] as JsonArray ?? [])
            message.Text(19, name);
        foreach (var value in schema["enum"] as JsonArray ?? [])
            message.Message(20, Any(value));
        if (schema["additionalProperties"] is JsonObject values)
            message.Message(21, new ProtobufMessage().Message(1, Schema(values)));
        if (schema["type"] is { } type)
            message.Message(22, new ProtobufMessage().Text(1, type));
        if (schema["items"] is JsonObject items)
            message.Message(23, new ProtobufMessage().Message(1, Schema(items)));
        if (schema["properties"] is JsonObject properties)
            message.Message(25, Schemas(properties));
        return Extensions(message, schema, 31);
    }

    private static ProtobufMessage Extensions(ProtobufMessage message, JsonObject owner, int number)
    {
        foreach (var (name, value) in owner)
            if (name.StartsWith("x-", StringComparison.Ordinal))
                message.Message(number, Named(name, Any(value)));
        return message;
    }

    private static ProtobufMessage Named(string name, ProtobufMessage value) => new ProtobufMessage().Text(1, name).Message(2, value);

    // As YAML, of which JSON is a part.
    private static ProtobufMessage Any(JsonNode? value) => new ProtobufMessage().Text(2, (value?.ToJsonString() ?? "null") + "\n");
}
