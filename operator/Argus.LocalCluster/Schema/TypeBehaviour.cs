using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Schema;

/// <summary>What a built-in type does beyond its schema.</summary>
/// <param name="Default">Fills in what depends on other fields; null where nothing does.</param>
/// <param name="Check">Adds the causes of a refusal, given the value, its former state (null on create) and its path.</param>
internal sealed record TypeBehaviour(Action<JsonObject>? Default = null, TypeCheck? Check = null);

/// <summary>Adds to <paramref name="causes"/> what is wrong with <paramref name="value"/>.</summary>
internal delegate void TypeCheck(JsonObject value, JsonObject? old, FieldPath path, List<FieldCause> causes);
