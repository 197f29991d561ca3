namespace Argus.Kube.Api;

/// <summary>The family of suffixes that a <see cref="ResourceQuantity"/> was written with.</summary>
internal enum QuantityFormat : byte
{
    /// <summary>m, k, M, G.</summary>
    DecimalSI,

    /// <summary>Ki, Mi, Gi.</summary>
    BinarySI,

    /// <summary>e3, e6.</summary>
    DecimalExponent,
}
