using Argus.Cli.Hosting;
using Argus.Cli.Packs;
using Argus.Inference.Models;

namespace Argus.Cli.Platform;

/// <summary>What <c>up</c> serves and shows.</summary>
/// <param name="Pack">Name of the pack, or path of its manifest.</param>
/// <param name="Resolved">Its verified files.</param>
/// <param name="Photo">The photo to send; null where there is none.</param>
/// <param name="Caption">What is in the photo.</param>
/// <param name="Remarks">What the user must know: what is missing, and what to do about it.</param>
internal sealed record Demonstration(string Pack, ResolvedPack Resolved, string? Photo, string Caption, IReadOnlyList<string> Remarks)
{
    private const string SelfTest = "selftest";

    /// <summary>
    /// Chooses pack and photo. A pack that was asked for is served or refused; where the default one or its photo cannot be had, the
    /// self-test takes their place, so that the wiring at least can be seen.
    /// </summary>
    /// <returns>The choice, or the sentences that say why there is none.</returns>
    public static async Task<(Demonstration? Choice, string? Error)> ChooseAsync(string? asked, PackLoader loader, CancellationToken cancel)
    {
        if (asked == SelfTest)
            return await SelfTestAsync([], loader, cancel);

        string name = asked ?? PackCatalog.DefaultPack;
        var loaded = await loader.LoadAsync(name, cancel);
        if (loaded.Pack is null)
            return asked is null ? await SelfTestAsync([$"The weights of {name} cannot be had here:", loaded.Error!], loader, cancel) : (null, loaded.Error);

        var (photo, error) = await SamplePhoto.FindAsync(loader, cancel);
        if (photo is not null)
            return (new Demonstration(name, loaded.Pack, photo, SamplePhoto.Caption, loaded.LeftOut), null);
        return asked is null
            ? await SelfTestAsync(["The sample photo cannot be had here:", error!], loader, cancel)
            : (new Demonstration(name, loaded.Pack, null, "", [.. loaded.LeftOut, "The sample photo cannot be had here, so none is sent:", error!]), null);
    }

    private static async Task<(Demonstration? Choice, string? Error)> SelfTestAsync(IReadOnlyList<string> why, PackLoader loader, CancellationToken cancel)
    {
        var loaded = await loader.LoadAsync(SelfTest, cancel);
        if (loaded.Pack is null)
            return (null, string.Join(Environment.NewLine, [.. why, loaded.Error!]));
        IReadOnlyList<string> remarks =
        [
            .. why,
            $"{SelfTest} runs: tiny graphs of our own that find one drawn face. It proves the wiring and knows nothing of real faces.",
        ];
        string photo = Path.Combine(Path.GetDirectoryName(Clone.Manifest(SelfTest))!, "face.png");
        return (new Demonstration(SelfTest, loaded.Pack, photo, "the drawn face of the self-test", remarks), null);
    }
}
