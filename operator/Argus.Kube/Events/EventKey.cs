using Argus.Kube.Api.Core;

namespace Argus.Kube.Events;

/// <summary>What makes two reports the same event.</summary>
internal readonly record struct EventKey(V1ObjectReference Regarding, string Type, string Reason, string Action, string Note);
