namespace Argus.LocalCluster.Cel;

/// <summary>all, exists, exists_one, filter and map.</summary>
internal static class CelLoops
{
    public static object? Run(CelComprehension loop, CelScope scope)
    {
        object? range = CelEvaluator.Run(loop.Range, scope);
        if (range is CelError)
            return range;
        IEnumerable<CelScope>? rounds = Rounds(loop, range, scope);
        if (rounds is null)
            return CelError.NoOverload;
        return loop.Macro switch
        {
            "all" => Decide(loop, rounds, decides: false),
            "exists" => Decide(loop, rounds, decides: true),
            "exists_one" => ExistsOne(loop, rounds),
            _ => Collect(loop, rounds),
        };
    }

    private static IEnumerable<CelScope>? Rounds(CelComprehension loop, object? range, CelScope scope)
    {
        if (loop.Variables.Count == 1)
        {
            return range is List<object?> list
                ? list.Select(item => scope.With(loop.Variables[0], item))
                : CelValues.Keys(range)?.Select(key => scope.With(loop.Variables[0], key));
        }

        return range is List<object?> items
            ? items.Select((item, index) => scope.With(loop.Variables[0], (long)index).With(loop.Variables[1], item))
            : CelValues.Keys(range)?.Select(key => scope.With(loop.Variables[0], key).With(loop.Variables[1], CelValues.Get(range, key)));
    }

    private static object? Decide(CelComprehension loop, IEnumerable<CelScope> rounds, bool decides)
    {
        CelError? fault = null;
        foreach (CelScope round in rounds)
        {
            object? value = CelEvaluator.Run(loop.Predicate!, round);
            if (value is bool holds && holds == decides)
                return decides;
            if (value is not bool)
                fault ??= value as CelError ?? CelError.NoOverload;
        }

        return fault is null ? !decides : fault;
    }

    private static object? ExistsOne(CelComprehension loop, IEnumerable<CelScope> rounds)
    {
        int count = 0;
        foreach (CelScope round in rounds)
        {
            object? value = CelEvaluator.Run(loop.Predicate!, round);
            if (value is not bool holds)
                return value as CelError ?? CelError.NoOverload;
            count += holds ? 1 : 0;
        }

        return count == 1;
    }

    private static object? Collect(CelComprehension loop, IEnumerable<CelScope> rounds)
    {
        var result = new List<object?>();
        foreach (CelScope round in rounds)
        {
            object? keep = loop.Predicate is null ? true : CelEvaluator.Run(loop.Predicate, round);
            if (keep is not bool kept)
                return keep as CelError ?? CelError.NoOverload;
            if (!kept)
                continue;
            object? value = loop.Transform is null ? Item(loop, round) : CelEvaluator.Run(loop.Transform, round);
            if (value is CelError)
                return value;
            result.Add(value);
        }

        return result;
    }

    private static object? Item(CelComprehension loop, CelScope round) => round.TryGet(loop.Variables[0], out object? item) ? item : null;
}
