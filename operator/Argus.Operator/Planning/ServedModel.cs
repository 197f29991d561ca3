using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Argus.Kube.Api.Argus;
using Argus.Operator.Rendering;

namespace Argus.Operator.Planning;

/// <summary>A model as pods get it: a whole manifest, and what they must report of it.</summary>
/// <param name="Name">Name of the pack, or of the ModelDeployment where it brings its own files.</param>
/// <param name="Manifest">The manifest that is mounted.</param>
/// <param name="License">Id of the licence that was accepted, or null where none had to be.</param>
/// <param name="Digests">Digests that are right; several where files may be left out.</param>
/// <param name="Downloads">Whether a file may come from an address.</param>
internal sealed record ServedModel(string Name, JsonObject Manifest, string? License, ImmutableArray<string> Digests, bool Downloads)
{
    /// <summary>Ten digits that stand for the manifest.</summary>
    public string Hash { get; } = Json.Hash(Manifest);

    /// <summary>Makes it from a source that was found valid.</summary>
    public static ServedModel Of(string deployment, ModelSource source, ModelPack? pack, DetectionSpec? detection)
    {
        var spec = pack?.Spec ?? new ModelPackSpec
        {
            Description = $"Files of the ModelDeployment {deployment}.",
            // Nobody stated terms for them, so none are claimed.
            License = new ModelLicense { Id = "as-supplied", CommercialUse = false },
            Files = source.Files ?? [],
        };
        spec = spec with { Files = [.. spec.Files.Select(f => f.Role == ModelRoles.Detector ? f with { Output = With(f.Output, detection) } : f)] };
        string name = pack?.Metadata.Name ?? deployment;
        var manifest = Json.Map(
            ("apiVersion", ModelPack.Resource.ApiVersion),
            ("kind", ModelPack.Resource.Kind),
            ("metadata", Json.Map(("name", name))),
            ("spec", JsonSerializer.SerializeToNode(spec, ArgusJson.Default.ModelPackSpec)));
        string? license = Licenses(spec).Any(l => l.MustAccept is true && l.Id == source.AcceptLicense) ? source.AcceptLicense : null;
        return new ServedModel(name, manifest, license, ModelDigest.Possible(spec.Files), spec.Files.Any(f => f.Urls is { Count: > 0 } || f.Archive is not null));
    }

    /// <summary>Licences of all files.</summary>
    public static IEnumerable<ModelLicense> Licenses(ModelPackSpec spec) =>
        [spec.License, .. spec.Files.Where(f => f.License is not null).Select(f => f.License!)];

    private static ModelOutput With(ModelOutput output, DetectionSpec? detection) => output with
    {
        ScoreThreshold = detection?.ScoreThreshold ?? output.ScoreThreshold,
        NmsThreshold = detection?.NmsThreshold ?? output.NmsThreshold,
    };
}
