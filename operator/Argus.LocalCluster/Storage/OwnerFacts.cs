namespace Argus.LocalCluster.Storage;

/// <summary>One ownerReference.</summary>
internal sealed record OwnerFacts(string ApiVersion, string Kind, string Name, string Uid, bool Blocks);
