using System.Text.Json.Serialization;
using Argus.Kube.Api;

namespace Argus.Kube.Tests.Watch;

/// <summary>Serialization of <see cref="RecordedModel"/>: what a project with kinds of its own writes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(TimeConverter)])]
[JsonSerializable(typeof(RecordedModel))]
internal sealed partial class RecordedModelJson : JsonSerializerContext;
