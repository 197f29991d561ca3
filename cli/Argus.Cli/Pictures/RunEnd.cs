namespace Argus.Cli.Pictures;

/// <summary>How a run through many pictures ended.</summary>
internal enum RunEnd
{
    /// <summary>All went well.</summary>
    Good,

    /// <summary>It came to its end; some pictures failed and were named.</summary>
    SomeFailed,

    /// <summary>It was of no use to go on.</summary>
    BrokenOff,
}
