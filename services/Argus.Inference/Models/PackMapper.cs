using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Argus.Inference.Models;

/// <summary>Turns the nodes of a manifest into a <see cref="ModelPack"/> and reports what does not fit.</summary>
internal static partial class PackMapper
{
    private const int MaxSide = 8192;

    /// <summary>Maps a document. The result is only to be used if no violation was reported.</summary>
    public static ModelPack Map(ManifestNode root)
    {
        root.Required().HasOnly("apiVersion", "kind", "metadata", "spec");
        Expect(root["apiVersion"], PackManifest.ApiVersion);
        Expect(root["kind"], PackManifest.Kind);

        var metadata = root["metadata"].Required();
        metadata.HasOnly("name", "labels", "annotations");
        var nameNode = metadata["name"].Required();
        string name = nameNode.Text() ?? "";
        if (name.Length > 0 && (name.Length > 63 || !DnsName().IsMatch(name)))
            nameNode.Fail($"must be at most 63 lower-case letters, digits, dots and hyphens, with a letter or digit at both ends, not {name}.");

        var spec = root["spec"].Required();
        spec.HasOnly("description", "license", "files", "thresholds", "selfTest");
        spec["thresholds"].HasOnly("verify");
        return new ModelPack
        {
            Name = name,
            Description = spec["description"].Text() ?? "",
            License = License(spec["license"].Required()) ?? new ModelLicense("", false, true, null),
            Files = Files(spec["files"].Required()),
            VerifyThreshold = spec["thresholds"]["verify"].Number(-1, 1),
            SelfTest = spec["selfTest"].Flag(),
        };
    }

    private static void Expect(ManifestNode node, string value)
    {
        if (node.Required().Text() is { } text && text != value)
            node.Fail($"must be {value}, not {text}.");
    }

    private static ModelLicense? License(ManifestNode node)
    {
        if (!node.HasOnly("id", "commercialUse", "mustAccept", "url"))
            return null;
        return new ModelLicense(
            node["id"].Required().Text() ?? "",
            node["commercialUse"].Required().Flag(),
            node["mustAccept"].Flag(),
            node["url"].Address());
    }

    private static ImmutableArray<ModelFile> Files(ManifestNode list)
    {
        ImmutableArray<ModelFile>.Builder files = ImmutableArray.CreateBuilder<ModelFile>();
        HashSet<ModelRole> roles = [];
        HashSet<string> names = [];
        foreach (var node in list.Items())
        {
            var file = MapFile(node);
            if (node["role"].Exists && !roles.Add(file.Role) && file.Role != ModelRole.LanguageModel)
                node["role"].Fail("is taken by an earlier file; only a language model has several.");
            if (file.Name.Length > 0 && !names.Add(file.Name))
                node["name"].Fail($"is taken by an earlier file: {file.Name}.");
            files.Add(file);
        }

        if (list.Exists && files.Count == 0)
            list.Fail("must name at least one file.");
        if (roles.Contains(ModelRole.LanguageModel) && !names.Contains(LanguageModelFiles.Config))
            list.Fail($"have a language model but no {LanguageModelFiles.Config}, which says how its files work together.");
        return files.ToImmutable();
    }

    private static ModelFile MapFile(ManifestNode node)
    {
        node.Required().HasOnly("name", "role", "bytes", "sha256", "urls", "archive", "license", "optional", "input", "output");
        var name = node["name"].Required();
        if (name.Text() is { } text && (text is "." or ".." || text.AsSpan().ContainsAny('/', '\\', '\0')))
            name.Fail($"must be a file name without folders, not {text}.");
        var role = node["role"].Required().Choice(ManifestNames.Roles);
        var file = new ModelFile
        {
            Name = name.Text() ?? "",
            Role = role ?? default,
            Bytes = node["bytes"].Count(),
            Sha256 = node["sha256"].Required().Sha256() ?? "",
            Urls = [.. node["urls"].Items().Select(u => u.Required().Address()).OfType<Uri>()],
            Archive = Archive(node["archive"]),
            License = License(node["license"]),
            Optional = node["optional"].Flag(),
            Input = Input(node["input"]),
            Output = Output(node["output"].Required()),
        };
        if (role is not null && node["output"]["family"].Exists)
            CheckTogether(node, file);
        return file;
    }

    private static ModelArchive? Archive(ManifestNode node)
    {
        if (!node.HasOnly("url", "bytes", "sha256", "member"))
            return null;
        var url = node["url"].Required().Address();
        var member = node["member"].Required();
        string path = member.Text() ?? "";
        if (path.Contains('\\') || (path.Length > 0 && path.Split('/').Any(part => part is "" or "." or "..")))
            member.Fail($"must be a path inside the archive, not {path}.");
        long bytes = node["bytes"].Count();
        string? sha256 = node["sha256"].Sha256();
        return url is null ? null : new ModelArchive(url, bytes, sha256, path);
    }

    private static InputContract Input(ManifestNode node)
    {
        node.HasOnly("color", "mean", "std", "height", "width", "multipleOf", "fit", "batch");
        var input = new InputContract
        {
            Color = node["color"].Choice(ManifestNames.Colors) ?? ColorOrder.Rgb,
            Mean = Channels(node["mean"], 0),
            Std = Channels(node["std"], 1),
            Height = (int)node["height"].Count(0, MaxSide),
            Width = (int)node["width"].Count(0, MaxSide),
            MultipleOf = (int)node["multipleOf"].Count(32, MaxSide),
            Fit = node["fit"].Choice(ManifestNames.Fits) ?? FitMode.Letterbox,
            Batch = (int)node["batch"].Count(0, 1),
        };
        if (input.Std.Contains(0))
            node["std"].Fail("must not be 0: the values are divided by it.");
        if (input.MultipleOf == 0)
            node["multipleOf"].Fail("must be at least 1.");
        if ((input.Height == 0) != (input.Width == 0))
            node.Fail("must fix both height and width, or neither.");
        return input;
    }

    private static ImmutableArray<float> Channels(ManifestNode node, float otherwise)
    {
        float[] values = [.. node.Items().Select(v => v.Required().Number(-10_000, 10_000) ?? otherwise)];
        if (!node.Exists || values.Length is 0)
            return [otherwise, otherwise, otherwise];
        if (values.Length == 3)
            return [.. values];
        node.Fail($"must have 3 values, one a channel, not {values.Length}.");
        return [otherwise, otherwise, otherwise];
    }

    private static OutputContract Output(ManifestNode node)
    {
        node.HasOnly("family", "dimension", "scoreThreshold", "nmsThreshold");
        var defaults = new OutputContract { Family = default };
        return new OutputContract
        {
            Family = node["family"].Required().Choice(ManifestNames.Families) ?? default,
            Dimension = (int)node["dimension"].Count(0, 65_536),
            ScoreThreshold = node["scoreThreshold"].Number(0, 1) ?? defaults.ScoreThreshold,
            NmsThreshold = node["nmsThreshold"].Number(0, 1) ?? defaults.NmsThreshold,
        };
    }

    private static void CheckTogether(ManifestNode node, ModelFile file)
    {
        var (families, fits) = Allowed(file.Role);
        string role = ManifestNames.Of(ManifestNames.Roles, file.Role);
        if (!families.Contains(file.Output.Family))
            node["output"]["family"].Fail($"does not serve the role {role}.");
        if (!fits.Contains(file.Input.Fit))
            node["input"]["fit"].Fail($"does not serve the role {role}.");
        if (file.Role is not (ModelRole.Detector or ModelRole.ClassifierHead or ModelRole.LanguageModel) && file.Input.Height == 0 && fits.Length > 0)
            node["input"].Fail("must fix height and width: only a detector's may be free.");
        bool embeds = file.Output.Family == ModelFamily.Embedding;
        if (embeds != file.Output.Dimension > 0)
            node["output"]["dimension"].Fail(embeds ? "must be the length of the vector." : "is only for embeddings.");
    }

    private static (ImmutableArray<ModelFamily> Families, ImmutableArray<FitMode> Fits) Allowed(ModelRole role) => role switch
    {
        ModelRole.Detector => ([ModelFamily.Scrfd, ModelFamily.YuNet, ModelFamily.RetinaFace, ModelFamily.UltraLight], [FitMode.Letterbox, FitMode.Stretch]),
        ModelRole.Recognizer => ([ModelFamily.Embedding], [FitMode.AlignedFace]),
        ModelRole.Attributes => ([ModelFamily.GenderAge3, ModelFamily.GenderAge202], [FitMode.AlignedFace, FitMode.BoxFace]),
        ModelRole.ImageEncoder => ([ModelFamily.Embedding], [FitMode.ShortSideCenterCrop, FitMode.Stretch]),
        ModelRole.LanguageModel => ([ModelFamily.GenAI], [FitMode.Letterbox]),
        ModelRole.ClassifierHead => ([ModelFamily.Centroids, ModelFamily.Score], [FitMode.Letterbox]),
        // No family reads these yet: such a pack is refused rather than half understood.
        _ => ([], []),
    };

    [GeneratedRegex("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")]
    private static partial Regex DnsName();
}
