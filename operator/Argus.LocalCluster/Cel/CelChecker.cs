namespace Argus.LocalCluster.Cel;

/// <summary>
/// Finds, before anything runs, fields and names that do not exist and operands that cannot go together. It knows the schema's types;
/// results of most functions are taken as they come.
/// </summary>
internal static class CelChecker
{
    private static readonly HashSet<string> OfStrings = new(StringComparer.Ordinal)
    {
        "startsWith", "endsWith", "matches", "lowerAscii", "upperAscii", "trim", "split", "replace", "substring", "charAt", "find", "findAll", "format",
    };

    public static CelType Check(CelNode node, IReadOnlyDictionary<string, CelType> variables) => node switch
    {
        CelLiteral literal => OfLiteral(literal.Value),
        CelIdentifier identifier => variables.TryGetValue(identifier.Name, out CelType? type)
            ? type
            : throw new CelException($"undeclared reference to '{identifier.Name}' (in container '')", identifier.Position),
        CelSelect select => Select(select, variables),
        CelCall call => Call(call, variables),
        CelList list => new CelType(CelKind.List, Common(list.Items.Select(item => Check(item, variables)))),
        CelMap map => Map(map, variables),
        CelComprehension loop => Loop(loop, variables),
        _ => CelType.Dyn,
    };

    private static CelType OfLiteral(object? value) => value switch
    {
        null => new CelType(CelKind.Null),
        bool => CelType.Bool,
        long => CelType.Int,
        ulong => new CelType(CelKind.Uint),
        double => new CelType(CelKind.Double),
        string => CelType.Text,
        _ => new CelType(CelKind.Bytes),
    };

    private static CelType Select(CelSelect select, IReadOnlyDictionary<string, CelType> variables)
    {
        CelType operand = Check(select.Operand, variables);
        CelType field = Field(operand, select.Field, select.Position);
        return select.Test ? CelType.Bool : field;
    }

    private static CelType Field(CelType operand, string name, int position)
    {
        switch (operand.Kind)
        {
            case CelKind.Object:
                return operand.Schema!.Properties.TryGetValue(name, out Schema.SchemaProperty? property)
                    ? CelType.Of(property.Node)
                    : throw new CelException($"undefined field '{name}'", position);
            case CelKind.Map:
                return operand.Element ?? CelType.Dyn;
            case CelKind.Optional:
                return new CelType(CelKind.Optional, Field(operand.Element ?? CelType.Dyn, name, position));
            case CelKind.Dyn:
                return operand;
            default:
                throw new CelException($"type '{operand}' does not support field selection", position);
        }
    }

    private static CelType Call(CelCall call, IReadOnlyDictionary<string, CelType> variables)
    {
        if (call.Function == ".?")
        {
            CelType owner = Check(call.Arguments[0], variables);
            CelType inner = owner.Kind == CelKind.Optional ? owner.Element ?? CelType.Dyn : owner;
            return new CelType(CelKind.Optional, Field(inner, (string)((CelLiteral)call.Arguments[1]).Value!, call.Position));
        }

        List<CelType> arguments = [.. call.Arguments.Select(argument => Check(argument, variables))];
        if (call.Target is null && !char.IsAsciiLetter(call.Function[0]) || call.Function == "in")
            return Operator(call, arguments);
        bool space = call.Target is CelIdentifier { Name: "sets" or "optional" };
        string name = space ? $"{((CelIdentifier)call.Target!).Name}.{call.Function}" : call.Function;
        if (!CelFunctions.Names.Contains(name))
            throw new CelException($"undeclared reference to '{call.Function}' (in container '')", call.Position);
        CelType? target = call.Target is null || space ? null : Check(call.Target, variables);
        if (target is not null && OfStrings.Contains(name) && !target.Is(CelKind.Text))
            throw NoOverload(call.Function, $"{target}.({string.Join(", ", arguments)})", call.Position);
        return name switch
        {
            "int" or "size" or "indexOf" or "lastIndexOf" => CelType.Int,
            "string" or "lowerAscii" or "upperAscii" or "trim" or "replace" or "substring" or "charAt" or "join" or "format" or "find" => CelType.Text,
            "contains" or "startsWith" or "endsWith" or "matches" or "bool" or "hasValue" or "isQuantity" or "isSorted" => CelType.Bool,
            "split" or "findAll" => new CelType(CelKind.List, CelType.Text),
            "double" => new CelType(CelKind.Double),
            "timestamp" => new CelType(CelKind.Timestamp),
            "duration" => new CelType(CelKind.Duration),
            "quantity" => new CelType(CelKind.Quantity),
            "value" when target?.Kind == CelKind.Optional => target.Element ?? CelType.Dyn,
            _ => CelType.Dyn,
        };
    }

    private static CelType Operator(CelCall call, List<CelType> types)
    {
        bool fits = call.Function switch
        {
            "&&" or "||" or "!" => types.TrueForAll(type => type.Is(CelKind.Bool)),
            "?:" => types[0].Is(CelKind.Bool) && types[1].Fits(types[2]),
            "==" or "!=" => types[0].Fits(types[1]),
            "<" or "<=" or ">" or ">=" => types[0].Fits(types[1]) || types.TrueForAll(type => type.Kind is CelKind.Int or CelKind.Uint or CelKind.Double),
            "+" or "-" => types[0].Fits(types[1]) || types.TrueForAll(type => type.Kind is CelKind.Timestamp or CelKind.Duration),
            "*" or "/" or "%" => types[0].Fits(types[1]),
            "in" => types[1].Is(CelKind.List) || types[1].Is(CelKind.Map),
            "[]" => types[0].Kind is CelKind.List or CelKind.Map or CelKind.Dyn,
            _ => true,
        };
        if (!fits)
            throw NoOverload(Mangled(call.Function), string.Join(", ", types), call.Position);
        return call.Function switch
        {
            "&&" or "||" or "!" or "==" or "!=" or "<" or "<=" or ">" or ">=" or "in" => CelType.Bool,
            "?:" => types[1].Kind == types[2].Kind ? types[1] : CelType.Dyn,
            "[]" => types[0].Element ?? CelType.Dyn,
            _ => types[0],
        };
    }

    private static CelType Map(CelMap map, IReadOnlyDictionary<string, CelType> variables)
    {
        List<CelType> values = [];
        foreach ((CelNode key, CelNode value) in map.Entries)
        {
            Check(key, variables);
            values.Add(Check(value, variables));
        }

        return new CelType(CelKind.Map, Common(values));
    }

    private static CelType Loop(CelComprehension loop, IReadOnlyDictionary<string, CelType> variables)
    {
        CelType range = Check(loop.Range, variables);
        if (range.Kind is not (CelKind.List or CelKind.Map or CelKind.Dyn or CelKind.Object))
            throw new CelException($"expression of type '{range}' cannot be range of a comprehension (must be list, map, or dynamic)", loop.Range.Position);
        bool list = range.Kind == CelKind.List;
        CelType item = range.Element ?? CelType.Dyn, key = range.Kind == CelKind.Dyn ? CelType.Dyn : CelType.Text;
        Dictionary<string, CelType> inner = new(variables, StringComparer.Ordinal) { [loop.Variables[0]] = list ? item : key };
        if (loop.Variables.Count == 2)
        {
            inner[loop.Variables[0]] = list ? CelType.Int : key;
            inner[loop.Variables[1]] = item;
        }

        if (loop.Predicate is not null && !Check(loop.Predicate, inner).Is(CelKind.Bool))
            throw NoOverload("_&&_", $"bool, {Check(loop.Predicate, inner)}", loop.Predicate.Position);
        return loop.Macro switch
        {
            "filter" => list ? range : new CelType(CelKind.List, key),
            "map" => new CelType(CelKind.List, Check(loop.Transform!, inner)),
            _ => CelType.Bool,
        };
    }

    private static CelType Common(IEnumerable<CelType> types)
    {
        CelType[] distinct = [.. types.Distinct().Take(2)];
        return distinct.Length == 1 ? distinct[0] : CelType.Dyn;
    }

    private static CelException NoOverload(string function, string types, int position) =>
        new($"found no matching overload for '{function}' applied to '({types})'", position);

    private static string Mangled(string op) => op switch
    {
        "!" => "!_",
        "-x" => "-_",
        "?:" => "_?_:_",
        "in" => "@in",
        "[]" => "_[_]",
        _ => $"_{op}_",
    };
}
