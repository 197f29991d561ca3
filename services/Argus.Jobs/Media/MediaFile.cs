using Argus.Jobs.Http;

namespace Argus.Jobs.Media;

/// <summary>What a media store answered: one of the two is there.</summary>
/// <param name="Bytes">The file.</param>
/// <param name="Fault">Why there is none.</param>
internal sealed record MediaFile(ReadOnlyMemory<byte>? Bytes, Fault? Fault)
{
    /// <summary>There it is.</summary>
    public static MediaFile Of(ReadOnlyMemory<byte> bytes) => new(bytes, null);

    /// <summary>There is none.</summary>
    public static MediaFile Of(Fault fault) => new(null, fault);

    /// <summary>There is none, and there will be none: unknown, empty, too large.</summary>
    public static MediaFile Missing(string why) => Of(Fault.Final(why));
}
