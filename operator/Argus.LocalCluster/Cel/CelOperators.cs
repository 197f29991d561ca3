namespace Argus.LocalCluster.Cel;

/// <summary>Operators of two operands. Whole numbers do not wrap around.</summary>
internal static class CelOperators
{
    private static readonly CelError Overflow = new("integer overflow");
    private static readonly CelError DivideByZero = new("division by zero");

    public static bool IsOperator(string function) =>
        function is "==" or "!=" or "<" or "<=" or ">" or ">=" or "in" or "+" or "-" or "*" or "/" or "%" or "[]";

    public static object? Run(string op, object? a, object? b) => op switch
    {
        "==" => CelValues.AreEqual(a, b),
        "!=" => !CelValues.AreEqual(a, b),
        "<" => CelValues.Compare(a, b) is { } order ? order < 0 : CelError.NoOverload,
        "<=" => CelValues.Compare(a, b) is { } order ? order <= 0 : CelError.NoOverload,
        ">" => CelValues.Compare(a, b) is { } order ? order > 0 : CelError.NoOverload,
        ">=" => CelValues.Compare(a, b) is { } order ? order >= 0 : CelError.NoOverload,
        "in" => In(a, b),
        "[]" => Index(a, b),
        _ => Arithmetic(op, a, b),
    };

    private static object In(object? item, object? container)
    {
        if (container is List<object?> list)
            return list.Exists(known => CelValues.AreEqual(known, item));
        return CelValues.Keys(container) is { } keys ? keys.Any(key => CelValues.AreEqual(key, item)) : CelError.NoOverload;
    }

    private static object? Index(object? container, object? index)
    {
        if (container is not List<object?> list)
            return CelValues.Get(container, index);
        if (index is not long position)
            return CelError.NoOverload;
        return position >= 0 && position < list.Count ? list[(int)position] : new CelError($"index out of bounds: {position}");
    }

    private static object? Arithmetic(string op, object? a, object? b)
    {
        try
        {
            return (a, b) switch
            {
                (long x, long y) => Whole(op, x, y),
                (ulong x, ulong y) => Unsigned(op, x, y),
                (double x, double y) => Floating(op, x, y),
                (string x, string y) when op == "+" => x + y,
                (List<object?> x, List<object?> y) when op == "+" => (List<object?>)[.. x, .. y],
                (DateTimeOffset x, TimeSpan y) => op == "+" ? x + y : op == "-" ? x - y : CelError.NoOverload,
                (TimeSpan x, DateTimeOffset y) when op == "+" => y + x,
                (DateTimeOffset x, DateTimeOffset y) when op == "-" => x - y,
                (TimeSpan x, TimeSpan y) => op == "+" ? x + y : op == "-" ? x - y : CelError.NoOverload,
                _ => CelError.NoOverload,
            };
        }
        catch (Exception e) when (e is OverflowException or ArgumentOutOfRangeException)
        {
            return Overflow;
        }
    }

    private static object Whole(string op, long x, long y) => op switch
    {
        "+" => checked(x + y),
        "-" => checked(x - y),
        "*" => checked(x * y),
        _ when y == 0 => op == "/" ? DivideByZero : new CelError("modulus by zero"),
        "/" => y == -1 ? checked(-x) : x / y,
        _ => y == -1 ? 0L : x % y,
    };

    private static object Unsigned(string op, ulong x, ulong y) => op switch
    {
        "+" => checked(x + y),
        "-" => checked(x - y),
        "*" => checked(x * y),
        _ when y == 0 => DivideByZero,
        "/" => x / y,
        _ => x % y,
    };

    private static object Floating(string op, double x, double y) => op switch
    {
        "+" => x + y,
        "-" => x - y,
        "*" => x * y,
        "/" => x / y,
        _ => CelError.NoOverload,
    };
}
