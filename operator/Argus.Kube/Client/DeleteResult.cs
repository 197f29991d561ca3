namespace Argus.Kube.Client;

/// <summary>What a delete found.</summary>
public enum DeleteResult
{
    /// <summary>It was there and is gone.</summary>
    Deleted,

    /// <summary>It goes once its finalizers or its grace period are over.</summary>
    Deleting,

    /// <summary>It was not there.</summary>
    NotFound,
}
