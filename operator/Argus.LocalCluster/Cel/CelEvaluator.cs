namespace Argus.LocalCluster.Cel;

/// <summary>Walks an expression. Faults come back as <see cref="CelError"/>.</summary>
internal static class CelEvaluator
{
    private static readonly CelError OutOfBudget = new("operation cancelled: actual cost limit exceeded");

    public static object? Run(CelNode node, CelScope scope)
    {
        if (!scope.Budget.Spend())
            return OutOfBudget;
        return node switch
        {
            CelLiteral literal => literal.Value,
            CelIdentifier identifier => scope.TryGet(identifier.Name, out object? value) ? value : new CelError($"no such attribute(s): {identifier.Name}"),
            CelSelect select => Select(select, scope),
            CelCall call => Call(call, scope),
            CelList list => List(list, scope),
            CelMap map => Map(map, scope),
            CelComprehension loop => CelLoops.Run(loop, scope),
            _ => CelError.NoOverload,
        };
    }

    private static object? Select(CelSelect select, CelScope scope)
    {
        object? operand = Run(select.Operand, scope);
        if (operand is CelOptional optional)
        {
            if (!optional.HasValue)
                return select.Test ? false : optional;
            return select.Test ? Has(optional.Value, select.Field) : OptionalField(optional.Value, select.Field);
        }

        if (operand is CelError)
            return operand;
        return select.Test ? Has(operand, select.Field) : CelValues.Get(operand, select.Field);
    }

    private static CelOptional OptionalField(object? operand, string field) =>
        Has(operand, field) is true ? new CelOptional(true, CelValues.Get(operand, field)) : CelOptional.None;

    private static object? Has(object? operand, string field) => operand switch
    {
        CelObject o => o.Has(field),
        Dictionary<object, object?> map => map.ContainsKey(field),
        _ => CelError.NoOverload,
    };

    private static object? Call(CelCall call, CelScope scope)
    {
        switch (call.Function)
        {
            case "&&":
                return Logic(call, scope, decides: false);
            case "||":
                return Logic(call, scope, decides: true);
            case "?:":
                object? condition = Run(call.Arguments[0], scope);
                return condition is bool yes ? Run(call.Arguments[yes ? 1 : 2], scope) : condition as CelError ?? CelError.NoOverload;
            case ".?":
                object? owner = Run(call.Arguments[0], scope);
                if (owner is CelOptional { HasValue: true } inner)
                    owner = inner.Value;
                string field = (string)((CelLiteral)call.Arguments[1]).Value!;
                return owner is CelError or CelOptional ? owner : OptionalField(owner, field);
        }

        var arguments = new object?[call.Arguments.Count];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = Run(call.Arguments[i], scope);
            if (arguments[i] is CelError fault)
                return fault;
        }

        if (call.Target is null)
            return arguments.Length == 2 && CelOperators.IsOperator(call.Function)
                ? CelOperators.Run(call.Function, arguments[0], arguments[1])
                : CelFunctions.Global(call.Function, arguments);
        if (call.Target is CelIdentifier { Name: "sets" or "optional" } space)
            return CelFunctions.Global($"{space.Name}.{call.Function}", arguments);
        object? target = Run(call.Target, scope);
        return target is CelError error ? error : CelFunctions.Member(call.Function, target, arguments);
    }

    /// <summary>One side that decides is enough, even where the other one fails.</summary>
    private static object? Logic(CelCall call, CelScope scope, bool decides)
    {
        object? left = Run(call.Arguments[0], scope);
        if (left is bool first && first == decides)
            return decides;
        object? right = Run(call.Arguments[1], scope);
        if (right is bool second && second == decides)
            return decides;
        if (left is bool && right is bool)
            return !decides;
        return left as CelError ?? right as CelError ?? CelError.NoOverload;
    }

    private static object? List(CelList list, CelScope scope)
    {
        var items = new List<object?>(list.Items.Count);
        foreach (CelNode item in list.Items)
        {
            object? value = Run(item, scope);
            if (value is CelError)
                return value;
            items.Add(value);
        }

        return items;
    }

    private static object? Map(CelMap map, CelScope scope)
    {
        Dictionary<object, object?> entries = [];
        foreach ((CelNode keyNode, CelNode valueNode) in map.Entries)
        {
            object? key = Run(keyNode, scope), value = Run(valueNode, scope);
            if (key is CelError || value is CelError)
                return key as CelError ?? value;
            if (key is null || !entries.TryAdd(key, value))
                return new CelError($"Failed with repeated key: {CelValues.Print(key)}");
        }

        return entries;
    }
}
