using System.Text.Json.Serialization;
using Argus.Kube.Api;
using Argus.Kube.Client.Credentials;

namespace Argus.Kube.Client;

/// <summary>Serialization of what only the client reads and writes.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(TimeConverter)])]
[JsonSerializable(typeof(V1DeleteAnswer))]
[JsonSerializable(typeof(ExecMessage))]
internal sealed partial class ClientJson : JsonSerializerContext;
