using Argus.Gateway.Access;

namespace Argus.Gateway.Proxying;

/// <summary>A body as one pod gets it.</summary>
/// <param name="body">The body.</param>
internal sealed class ReplayReader(ReplayBody body) : BodyReader
{
    /// <summary>Bytes of what is remembered that it has had.</summary>
    internal int Had { get; set; }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => body.ReadAsync(this, buffer, cancellationToken);
}
