namespace Argus.LocalCluster.Schema;

/// <summary>How managers share a list: as one value, by distinct scalars, or by the key fields of its items.</summary>
public enum ListKind
{
    Atomic,
    Set,
    Map,
}
