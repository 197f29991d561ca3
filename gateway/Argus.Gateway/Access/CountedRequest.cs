namespace Argus.Gateway.Access;

/// <summary>A request body that counts what is read of it.</summary>
/// <param name="body">The body.</param>
/// <param name="visit">Told of it.</param>
internal sealed class CountedRequest(Stream body, Visit visit) : BodyReader
{
    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await body.ReadAsync(buffer, cancellationToken);
        visit.Read(read);
        return read;
    }
}
