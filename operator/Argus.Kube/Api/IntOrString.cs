using System.Globalization;
using System.Text.Json.Serialization;

namespace Argus.Kube.Api;

/// <summary>A number, or a text such as a port's name or a percentage.</summary>
[JsonConverter(typeof(IntOrStringConverter))]
public readonly record struct IntOrString
{
    private readonly int _number;

    /// <summary>A number.</summary>
    public IntOrString(int number) => _number = number;

    /// <summary>A text, kept a text even where it looks like a number.</summary>
    public IntOrString(string text) => Text = text ?? throw new ArgumentNullException(nameof(text));

    /// <summary>Null for a number.</summary>
    public string? Text { get; }

    /// <summary>Null for a text.</summary>
    public int? Number => Text is null ? _number : null;

    public static implicit operator IntOrString(int number) => new(number);

    public static implicit operator IntOrString(string text) => new(text);

    /// <summary>The number itself, or so many percent of <paramref name="total"/>, rounded as asked.</summary>
    /// <exception cref="FormatException">A text that is no percentage.</exception>
    public int Scale(int total, bool roundUp)
    {
        if (Text is null)
            return _number;
        if (!Text.EndsWith('%') || !int.TryParse(Text.AsSpan(0, Text.Length - 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int percent))
            throw new FormatException($"'{Text}' is neither a number nor a percentage such as 25%.");
        double share = (double)percent * total / 100;
        return (int)(roundUp ? Math.Ceiling(share) : Math.Floor(share));
    }

    /// <inheritdoc/>
    public override string ToString() => Text ?? _number.ToString(CultureInfo.InvariantCulture);
}
