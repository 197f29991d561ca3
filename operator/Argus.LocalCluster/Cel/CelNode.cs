namespace Argus.LocalCluster.Cel;

/// <summary>A node of a parsed expression. Operators are calls too, named as they are written.</summary>
internal abstract record CelNode(int Position);

internal sealed record CelLiteral(object? Value, int Position) : CelNode(Position);

internal sealed record CelIdentifier(string Name, int Position) : CelNode(Position);

/// <summary><c>operand.field</c>, or <c>has(operand.field)</c>.</summary>
internal sealed record CelSelect(CelNode Operand, string Field, bool Test, int Position) : CelNode(Position);

internal sealed record CelCall(CelNode? Target, string Function, IReadOnlyList<CelNode> Arguments, int Position) : CelNode(Position);

internal sealed record CelList(IReadOnlyList<CelNode> Items, int Position) : CelNode(Position);

internal sealed record CelMap(IReadOnlyList<(CelNode Key, CelNode Value)> Entries, int Position) : CelNode(Position);

/// <summary>A macro over a list or the keys of a map. <paramref name="Transform"/> is only there for map.</summary>
internal sealed record CelComprehension(
    string Macro, CelNode Range, IReadOnlyList<string> Variables, CelNode? Predicate, CelNode? Transform, int Position) : CelNode(Position);
