namespace Argus.Cli.Models;

/// <summary>Sizes for people, in powers of ten.</summary>
internal static class ByteSize
{
    public static string Of(long bytes) => bytes switch
    {
        >= 1_000_000_000 => $"{bytes / 1e9:0.0} GB",
        >= 1_000_000 => $"{bytes / 1e6:0.0} MB",
        >= 1_000 => $"{bytes / 1e3:0.0} kB",
        _ => $"{bytes} B",
    };
}
