using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Argus.Kube.Api.Argus;
using Argus.Operator.Rendering;

namespace Argus.Operator.Planning;

/// <summary>A model as pods get it: a whole manifest, and what they must report of it.</summary>
/// <param name="Name">Name of the pack, or of the ModelDeployment where it brings its own files.</param>
/// <param name="Manifest">The manifest that is mounted, as YAML.</param>
/// <param name="Hash">Ten digits that stand for the manifest.</param>
/// <param name="License">Id of the licence that was accepted, or null where none had to be.</param>
/// <param name="Digests">Digests that are right; several where files may be left out.</param>
/// <param name="HasAttributes">Whether it tells age and gender.</param>
/// <param name="Downloads">Whether a file may come from an address.</param>
/// <param name="OutOfSight">Whether a server of somebody else's serves it, which tells neither its weights nor its hardware.</param>
internal sealed record ServedModel(string Name, string Manifest, string Hash, string? License, ImmutableArray<string> Digests, bool HasAttributes, bool Downloads, bool OutOfSight = false)
{
    // Thousands of ModelDeployments share a few packs, and a pack that was changed is another object.
    private static readonly ConditionalWeakTable<ModelPack, ConcurrentDictionary<(string? AcceptLicense, DetectionSpec? Detection), ServedModel>> OfPacks = [];

    /// <summary>Face classes that pods must have; null for those of the manifest.</summary>
    public ModelClasses? Classes { get; init; }

    /// <summary>Ten digits by which canaries are told apart.</summary>
    public string Revision => Classes is null ? Hash : Json.Hash(Json.List(Hash, Classes.Url, Classes.Sha256));

    /// <summary>Makes it from a source that was found valid.</summary>
    public static ServedModel Of(string deployment, ModelSource source, ModelPack? pack, DetectionSpec? detection)
    {
        var model = pack is null
            ? Make(deployment, source.AcceptLicense, OwnFiles(deployment, source), detection)
            : OfPacks.GetOrCreateValue(pack).GetOrAdd((source.AcceptLicense, detection), key => Make(pack.Metadata.Name!, key.AcceptLicense, pack.Spec, key.Detection));
        return source.Classes is { } classes ? model with { Classes = classes } : model;
    }

    /// <summary>Makes it of a server elsewhere.</summary>
    public static ServedModel Of(string deployment, ChatEndpointSpec endpoint)
    {
        string digest = ModelDigest.OfEndpoint(endpoint);
        return new ServedModel(deployment, $"# Served by {endpoint.Url}\n", digest[^10..], null, [digest], HasAttributes: false, Downloads: false);
    }

    /// <summary>Makes it of a server in an image of its own. It has no manifest, and whether it downloads anything is its own affair.</summary>
    public static ServedModel Of(ChatServerSpec server)
    {
        string digest = ModelDigest.OfServer(server);
        return new ServedModel(server.Image, "", digest[^10..], null, [digest], HasAttributes: false, Downloads: true, OutOfSight: true);
    }

    /// <summary>Licences of all files.</summary>
    public static IEnumerable<ModelLicense> Licenses(ModelPackSpec spec) =>
        [spec.License, .. spec.Files.Where(f => f.License is not null).Select(f => f.License!)];

    // Nobody stated terms for them, so none are claimed.
    private static ModelPackSpec OwnFiles(string deployment, ModelSource source) => new()
    {
        Description = $"Files of the ModelDeployment {deployment}.",
        License = new ModelLicense { Id = "as-supplied", CommercialUse = false },
        Files = source.Files ?? [],
    };

    private static ServedModel Make(string name, string? acceptLicense, ModelPackSpec spec, DetectionSpec? detection)
    {
        spec = spec with { Files = [.. spec.Files.Select(f => f.Role == ModelRoles.Detector ? f with { Output = With(f.Output, detection) } : f)] };
        var manifest = Json.Map(
            ("apiVersion", ModelPack.Resource.ApiVersion),
            ("kind", ModelPack.Resource.Kind),
            ("metadata", Json.Map(("name", name))),
            ("spec", JsonSerializer.SerializeToNode(spec, ArgusJson.Default.ModelPackSpec)));
        return new ServedModel(
            name,
            YamlText.Write(manifest),
            Json.Hash(manifest),
            Licenses(spec).Any(l => l.MustAccept is true && l.Id == acceptLicense) ? acceptLicense : null,
            ModelDigest.Possible(spec.Files),
            spec.Files.Any(f => f.Role == ModelRoles.Attributes),
            spec.Files.Any(f => f.Urls is { Count: > 0 } || f.Archive is not null));
    }

    private static ModelOutput With(ModelOutput output, DetectionSpec? detection) => output with
    {
        ScoreThreshold = detection?.ScoreThreshold ?? output.ScoreThreshold,
        NmsThreshold = detection?.NmsThreshold ?? output.NmsThreshold,
    };
}
