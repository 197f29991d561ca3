namespace Argus.LocalCluster.Cel;

/// <summary>Functions of lists.</summary>
internal static class CelLists
{
    public static object? Member(string name, List<object?> list, object?[] arguments) => (name, arguments) switch
    {
        ("join", []) => Join(list, ""),
        ("join", [string separator]) => Join(list, separator),
        ("isSorted", []) => IsSorted(list),
        ("sum", []) => Sum(list),
        ("min", []) => Extreme(list, -1),
        ("max", []) => Extreme(list, 1),
        ("indexOf", [var item]) => (long)list.FindIndex(known => CelValues.AreEqual(known, item)),
        ("lastIndexOf", [var item]) => (long)list.FindLastIndex(known => CelValues.AreEqual(known, item)),
        ("slice", [long from, long to]) when from >= 0 && from <= to && to <= list.Count => list.GetRange((int)from, (int)(to - from)),
        ("distinct", []) => Distinct(list),
        ("reverse", []) => Enumerable.Reverse(list).ToList(),
        _ => CelError.NoOverload,
    };

    private static object Join(List<object?> list, string separator) =>
        list.TrueForAll(item => item is string) ? string.Join(separator, list) : CelError.NoOverload;

    private static object IsSorted(List<object?> list)
    {
        for (int i = 1; i < list.Count; i++)
        {
            if (CelValues.Compare(list[i - 1], list[i]) is not { } order)
                return CelError.NoOverload;
            if (order > 0)
                return false;
        }

        return true;
    }

    private static object? Sum(List<object?> list)
    {
        object? sum = list.Count == 0 ? 0L : list[0];
        foreach (object? item in list.Skip(1))
            sum = sum is CelError ? sum : CelOperators.Run("+", sum, item);
        return sum;
    }

    private static object? Extreme(List<object?> list, int sign)
    {
        if (list.Count == 0)
            return new CelError(sign < 0 ? "min called on empty list" : "max called on empty list");
        object? best = list[0];
        foreach (object? item in list)
        {
            if (CelValues.Compare(item, best) is not { } order)
                return CelError.NoOverload;
            if (order * sign > 0)
                best = item;
        }

        return best;
    }

    private static List<object?> Distinct(List<object?> list)
    {
        List<object?> distinct = [];
        foreach (object? item in list)
        {
            if (!distinct.Exists(known => CelValues.AreEqual(known, item)))
                distinct.Add(item);
        }

        return distinct;
    }
}
