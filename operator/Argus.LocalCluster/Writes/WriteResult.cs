using Argus.LocalCluster.Http;

namespace Argus.LocalCluster.Writes;

/// <summary>The object after a write, or why there was none.</summary>
/// <param name="Shown">The object as the caller's version shows it.</param>
/// <param name="Created">True for an object that was not there before.</param>
/// <param name="Fault">Null where the write was done.</param>
internal readonly record struct WriteResult(byte[] Shown, bool Created, StatusFault? Fault)
{
    public static implicit operator WriteResult(StatusFault fault) => new([], false, fault);
}
