namespace Argus.LocalCluster.Selectors;

/// <summary>How a requirement compares.</summary>
internal enum LabelOperator
{
    Exists,
    DoesNotExist,
    In,
    NotIn,
    GreaterThan,
    LessThan,
}
