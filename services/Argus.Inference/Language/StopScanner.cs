using System.Collections.Immutable;
using System.Text;

namespace Argus.Inference.Language;

/// <summary>Finds stop texts in a text that comes in parts, also where one begins in a part and ends in a later one. Not thread-safe.</summary>
/// <param name="stops">Texts to stop at; empty ones are left out.</param>
internal sealed class StopScanner(ImmutableArray<string> stops)
{
    private readonly ImmutableArray<string> _stops = [.. stops.Where(s => s.Length > 0)];
    private readonly StringBuilder _held = new();

    /// <summary>Whether a stop text has come: nothing is given out any more.</summary>
    public bool Stopped { get; private set; }

    /// <summary>Takes the next part.</summary>
    /// <returns>What can be given out: all that cannot be the beginning of a stop text.</returns>
    public string Add(string part)
    {
        if (Stopped || part.Length == 0)
            return "";
        if (_stops.IsEmpty)
            return part;
        _held.Append(part);
        string text = _held.ToString();
        int first = -1;
        foreach (string stop in _stops)
        {
            int at = text.IndexOf(stop, StringComparison.Ordinal);
            if (at >= 0 && (first < 0 || at < first))
                first = at;
        }

        if (first >= 0)
        {
            Stopped = true;
            _held.Clear();
            return text[..first];
        }

        int keep = _stops.Max(s => Beginning(text, s));
        _held.Remove(0, text.Length - keep);
        return text[..^keep];
    }

    /// <summary>The end of the text: what was held is no stop text after all.</summary>
    public string Rest()
    {
        string rest = Stopped ? "" : _held.ToString();
        _held.Clear();
        return rest;
    }

    // How many of the last characters are the first ones of a stop text.
    private static int Beginning(string text, string stop)
    {
        for (int length = Math.Min(stop.Length - 1, text.Length); length > 0; length--)
        {
            if (text.AsSpan(text.Length - length).SequenceEqual(stop.AsSpan(0, length)))
                return length;
        }

        return 0;
    }
}
