using System.Diagnostics.CodeAnalysis;

namespace Argus.ServiceDefaults.Problems;

/// <summary>A value, or why there is none.</summary>
public readonly struct Outcome<T>
    where T : class
{
    private Outcome(T? value, Refusal? refusal) => (Value, Refusal) = (value, refusal);

    /// <summary>The value, or null where <see cref="Refusal"/> is set.</summary>
    public T? Value { get; }

    /// <summary>Why there is no value.</summary>
    public Refusal? Refusal { get; }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool Ok => Refusal is null;

    /// <summary>A value.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>No value.</summary>
    public static implicit operator Outcome<T>(Refusal refusal) => new(null, refusal);
}
