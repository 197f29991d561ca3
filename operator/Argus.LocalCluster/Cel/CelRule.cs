using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Cel;

/// <summary>One entry of x-kubernetes-validations, compiled.</summary>
public sealed record CelRule
{
    private CelRule(CelProgram program) => Program = program;

    public CelProgram Program { get; }

    /// <summary>The expression as written.</summary>
    public required string Source { get; init; }

    public string? Message { get; private init; }

    public CelProgram? MessageExpression { get; private init; }

    public string? Reason { get; private init; }

    /// <summary>The field to name, relative to the value that the rule stands at.</summary>
    public string? FieldPath { get; private init; }

    /// <summary>The rule is run on create too; oldSelf is then absent.</summary>
    public bool OptionalOldSelf { get; private init; }

    /// <summary>Compiles an entry.</summary>
    /// <returns>The rule, or which field of the entry is wrong and how.</returns>
    internal static (CelRule? Rule, string Field, string? Error) Compile(JsonObject entry, SchemaNode node)
    {
        bool optional = entry.Flag("optionalOldSelf");
        string source = entry.Text("rule") ?? "";
        (CelProgram? program, string? error) = CelProgram.Compile(source, node, optional, text: false);
        if (program is null)
            return (null, "rule", error);
        CelProgram? message = null;
        if (entry.Text("messageExpression") is { Length: > 0 } expression)
        {
            (message, error) = CelProgram.Compile(expression, node, optional, text: true);
            if (message is null)
                return (null, "messageExpression", "messageExpression " + error);
        }

        return (new CelRule(program)
        {
            Source = source,
            Message = entry.Text("message"),
            MessageExpression = message,
            Reason = entry.Text("reason"),
            FieldPath = entry.Text("fieldPath"),
            OptionalOldSelf = optional,
        }, "", null);
    }
}
