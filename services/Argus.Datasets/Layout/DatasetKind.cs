namespace Argus.Datasets.Layout;

/// <summary>What a dataset is of.</summary>
internal enum DatasetKind
{
    /// <summary>What was predicted on a day.</summary>
    Candidates,

    /// <summary>What was accepted in a month.</summary>
    Verified,

    /// <summary>The gold base, and all that was accepted until the end of a month.</summary>
    Full,
}
