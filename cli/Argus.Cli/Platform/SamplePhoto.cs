using Argus.Cli.Packs;
using Argus.Inference.Models;

namespace Argus.Cli.Platform;

/// <summary>The photo that <c>up</c> shows: found by its hash or downloaded, like a weight.</summary>
internal static class SamplePhoto
{
    /// <summary>What is in it, for people.</summary>
    public const string Caption = "NASA's portrait of the astronaut Eileen Collins (public domain)";

    private static readonly ModelPack Pack = new()
    {
        Name = "the sample photo",
        License = new ModelLicense("public-domain", CommercialUse: true, MustAccept: false, new Uri("https://scikit-image.org/docs/stable/api/skimage.data.html")),
        Files =
        [
            new ModelFile
            {
                Name = "astronaut.png",
                Bytes = 791_555,
                Sha256 = "88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5",
                // The same bytes before and after the move of that folder.
                Urls =
                [
                    new Uri("https://raw.githubusercontent.com/scikit-image/scikit-image/v0.24.0/skimage/data/astronaut.png"),
                    new Uri("https://raw.githubusercontent.com/scikit-image/scikit-image/cd0a3d22b9f3/src/_skimage2/data/astronaut.png"),
                ],
                // The store knows files by role; this one is for no graph, so that any role does.
                Role = ModelRole.ImageEncoder,
                Output = new OutputContract { Family = ModelFamily.Embedding },
            },
        ],
    };

    /// <summary>Where the photo lies, or null and why it cannot be had.</summary>
    public static async Task<(string? Path, string? Error)> FindAsync(PackLoader loader, CancellationToken cancel)
    {
        var loaded = await loader.ResolveAsync(Pack, cancel);
        return (loaded.Pack?.Files.Values.Single().Path, loaded.Error);
    }
}
