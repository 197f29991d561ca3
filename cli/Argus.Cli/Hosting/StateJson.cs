using System.Text.Json.Serialization;
using Argus.Cli.Cluster;
using Argus.Cli.Server;

namespace Argus.Cli.Hosting;

/// <summary>Serialization of what is remembered.</summary>
[JsonSerializable(typeof(RunningServer))]
[JsonSerializable(typeof(RunningCluster))]
[JsonSourceGenerationOptions(WriteIndented = true)]
internal sealed partial class StateJson : JsonSerializerContext;
