using System.Text.Json.Serialization;

namespace Argus.Kube.Api.Argus;

/// <summary>Serialization of our own kinds, generated at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(TimeConverter), typeof(SharedStringConverter)])]
[JsonSerializable(typeof(ModelPack))]
[JsonSerializable(typeof(ModelPackSpec))]
[JsonSerializable(typeof(ModelDeployment))]
[JsonSerializable(typeof(DatasetSchedule))]
[JsonSerializable(typeof(DatasetScheduleSpec))]
public sealed partial class ArgusJson : JsonSerializerContext;
