namespace Argus.Gateway.Tests.Access;

/// <summary>An output whose other end is closed.</summary>
internal sealed class BrokenStream : MemoryStream
{
    public override void Write(byte[] buffer, int offset, int count) => throw new IOException("Broken pipe");
}
