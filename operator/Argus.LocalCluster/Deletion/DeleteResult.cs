using Argus.LocalCluster.Http;
using Argus.LocalCluster.Storage;

namespace Argus.LocalCluster.Deletion;

/// <summary>What became of a deletion.</summary>
/// <param name="Object">The object as it was marked, or as it last was.</param>
/// <param name="Gone">False where something still holds it.</param>
/// <param name="Fault">Null where it was done.</param>
internal sealed record DeleteResult(StoredObject? Object, bool Gone, StatusFault? Fault);
