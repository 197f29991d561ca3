using System.Diagnostics.CodeAnalysis;

namespace Argus.Cli.Pictures;

/// <summary>A value, or why there is none.</summary>
internal readonly struct Reply<T>
    where T : class
{
    private Reply(T? value, Trouble? trouble) => (Value, Trouble) = (value, trouble);

    /// <summary>The value, or null where <see cref="Trouble"/> is set.</summary>
    public T? Value { get; }

    /// <summary>Why there is no value.</summary>
    public Trouble? Trouble { get; }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Trouble))]
    public bool Ok => Trouble is null;

    public static implicit operator Reply<T>(T value) => new(value, null);

    public static implicit operator Reply<T>(Trouble trouble) => new(null, trouble);
}
