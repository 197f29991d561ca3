using System.Text.RegularExpressions;

namespace Argus.Data.Vectors;

/// <summary>What must hold of one field of the payload: <see cref="FieldIn"/> or <see cref="FieldBetween"/>.</summary>
public abstract partial record VectorCondition
{
    private protected VectorCondition(string field)
    {
        CheckField(field);
        if (field == VectorPayload.BoxField)
            throw new ArgumentException("A filter cannot look at the box.", nameof(field));
        Field = field;
    }

    /// <summary>media_store_id, face_index, digest or a free field.</summary>
    public string Field { get; }

    internal abstract bool Holds(FieldValue? value);

    /// <summary>As the other, without an object for each value.</summary>
    internal abstract bool Holds(long value);

    internal static void CheckField(string field)
    {
        if (!Allowed().IsMatch(field))
            throw new ArgumentException($"'{field}' cannot name a field: letters, digits and '_', not starting with a digit, at most 64.", nameof(field));
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,63}\z")]
    private static partial Regex Allowed();
}
