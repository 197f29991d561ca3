namespace Argus.ModelServer.Requests;

/// <summary>Where a field of a body lies, and what it is.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Its first byte in the body; of text, the first after the quote.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Escaped">Text with JSON escapes.</param>
/// <param name="Items">The items of a list, as many as were kept.</param>
/// <param name="Count">How many items the list has.</param>
internal sealed record FormValue(FormValueKind Kind, int Start, int Length, bool Escaped = false, IReadOnlyList<FormValue>? Items = null, int Count = 0);

/// <summary>What a field is.</summary>
internal enum FormValueKind
{
    /// <summary>A part of a multipart body, or the body itself: bytes as they are.</summary>
    Bytes,

    /// <summary>JSON text.</summary>
    Text,

    /// <summary>JSON number.</summary>
    Number,

    /// <summary>JSON true.</summary>
    True,

    /// <summary>JSON false.</summary>
    False,

    /// <summary>JSON null.</summary>
    Null,

    /// <summary>JSON list.</summary>
    List,

    /// <summary>JSON object.</summary>
    Object,
}
