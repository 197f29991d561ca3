using System.Text.Json.Serialization;
using Argus.Cli.Platform;

namespace Argus.Cli.Hosting;

/// <summary>Serialization of what is remembered.</summary>
[JsonSerializable(typeof(RunningPlatform))]
[JsonSourceGenerationOptions(WriteIndented = true)]
internal sealed partial class StateJson : JsonSerializerContext;
