using Argus.Datasets.Store;

namespace Argus.Datasets.Layout;

/// <summary>Where everything lies in the bucket of artifacts.</summary>
internal static class DatasetKeys
{
    /// <summary>The base that the owner of the platform puts there: <c>datasets/gold/CLASS/…</c>.</summary>
    public const string Gold = "datasets/gold/";

    /// <summary>Which checkpoint counts.</summary>
    public const string Current = "models/current.json";

    /// <summary>Folder of what stands under no class that there is.</summary>
    public const string OtherClass = "_other";

    /// <summary>The folder of a dataset.</summary>
    public static string Folder(DatasetKind kind, Period period) => $"datasets/{NameOf(kind)}/{period.Name}/";

    /// <summary>The manifest of a dataset.</summary>
    public static string Manifest(DatasetKind kind, string name) => Manifest(NameOf(kind), name);

    /// <summary>The manifest of a dataset, by the name of its kind.</summary>
    public static string Manifest(string kind, string name) => $"metadata/{kind}/{name}.json";

    /// <summary>The folder of a checkpoint.</summary>
    public static string Checkpoint(string name) => $"models/checkpoints/{name}";

    /// <summary>The name of a kind.</summary>
    public static string NameOf(DatasetKind kind) => kind switch
    {
        DatasetKind.Candidates => "candidates",
        DatasetKind.Verified => "verified",
        _ => "full",
    };
}
