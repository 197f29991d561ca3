namespace Argus.LocalCluster.Cel;

internal enum CelTokenKind
{
    End,
    Identifier,
    Integer,
    Unsigned,
    Double,
    Text,
    Bytes,
    Operator,
}

/// <summary>One token and where it starts.</summary>
internal readonly record struct CelToken(CelTokenKind Kind, string Text, int Position);
