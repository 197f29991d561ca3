using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Argus.ModelServer.Chat;

/// <summary>JSON of requests that are passed on.</summary>
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class ChatJson : JsonSerializerContext;
