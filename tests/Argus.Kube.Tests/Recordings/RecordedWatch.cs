using System.Text.Json;
using Argus.Kube.Client;

namespace Argus.Kube.Tests.Recordings;

/// <summary>What the client saw of a watch.</summary>
internal sealed record RecordedWatch(List<WatchEvent<JsonElement>> Events, Exception? Error);
