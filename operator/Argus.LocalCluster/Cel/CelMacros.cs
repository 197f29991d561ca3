namespace Argus.LocalCluster.Cel;

/// <summary>Calls that are no functions: has, and the loops.</summary>
internal static class CelMacros
{
    public static CelNode Expand(CelCall call)
    {
        IReadOnlyList<CelNode> arguments = call.Arguments;
        if (call.Target is null)
        {
            if (call.Function != "has")
                return call;
            return arguments is [CelSelect { Test: false } select]
                ? select with { Test = true }
                : throw new CelException("invalid argument to has() macro", call.Position);
        }

        int variables = Variables(arguments);
        return (call.Function, arguments.Count, variables) switch
        {
            ("all" or "exists" or "exists_one" or "existsOne" or "filter", 2, >= 1) => Loop(call, 1, arguments[1], null),
            ("all" or "exists" or "exists_one" or "existsOne", 3, 2) => Loop(call, 2, arguments[2], null),
            ("map", 2, >= 1) => Loop(call, 1, null, arguments[1]),
            ("map", 3, >= 1) => Loop(call, 1, arguments[1], arguments[2]),
            _ => call,
        };
    }

    private static CelComprehension Loop(CelCall call, int variables, CelNode? predicate, CelNode? transform) => new(
        call.Function == "existsOne" ? "exists_one" : call.Function,
        call.Target!,
        [.. call.Arguments.Take(variables).Select(variable => ((CelIdentifier)variable).Name)],
        predicate,
        transform,
        call.Position);

    private static int Variables(IReadOnlyList<CelNode> arguments) => arguments.Take(2).TakeWhile(argument => argument is CelIdentifier).Count();
}
