namespace Argus.Datasets.Store;

/// <summary>What runs.</summary>
internal enum Flow
{
    /// <summary>A day's candidates.</summary>
    Daily,

    /// <summary>A month's datasets and centroids.</summary>
    Monthly,
}
