namespace Argus.LocalCluster.Node.Images;

/// <summary>The local program that stands in for an image.</summary>
/// <param name="Pattern">Image with or without tag and digest; <c>*</c> stands for anything, such as <c>*/argus-gateway</c>.</param>
/// <param name="Command">Program and first arguments, in place of the image's entry point.</param>
internal sealed record ImageCommand(string Pattern, IReadOnlyList<string> Command)
{
    /// <summary>Arguments where the container gives none, in place of the image's own.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Variables that the image sets; the container's own go before.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
