namespace Argus.Data.Vectors;

/// <summary>A collection is pinned to one model digest and dimension, and the call names another: nothing was read or written.</summary>
public sealed class ModelMismatchException(VectorCollection pinned, VectorCollection given) : VectorStoreRefusedException(Say(pinned, given))
{
    /// <summary>What the collection is pinned to.</summary>
    public VectorCollection Pinned { get; } = pinned;

    /// <summary>What the call named.</summary>
    public VectorCollection Given { get; } = given;

    private static string Say(VectorCollection pinned, VectorCollection given) =>
        $"Collection '{pinned.Name}' holds {pinned.Dimension} values of model {pinned.ModelDigest}, not {given.Dimension} values of model {given.ModelDigest}: "
        + "vectors of two models do not compare. Use another collection, or drop this one and embed its media again.";
}
