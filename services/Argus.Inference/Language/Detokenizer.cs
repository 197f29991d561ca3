namespace Argus.Inference.Language;

/// <summary>
/// From tokens to text, token by token. A token may hold part of a character only: what is not whole yet is held back.
/// The library's own stream falls silent for good after bytes that never become a character. Not thread-safe.
/// </summary>
/// <param name="decode">The text of some tokens; bytes that are no character become U+FFFD.</param>
internal sealed class Detokenizer(Func<ReadOnlyMemory<int>, string> decode)
{
    /// <summary>A character has at most four bytes: a fifth token with it unfinished shows that it will never be.</summary>
    private const int MostHeld = 4;

    private const char Unfinished = '\uFFFD';

    private readonly List<int> _tokens = [];
    private int _given;
    private int _context;

    /// <summary>Takes a token.</summary>
    /// <returns>The text that is whole now; often one word, sometimes nothing.</returns>
    public string Add(int token)
    {
        _tokens.Add(token);
        string text = Pending();
        bool whole = text.Length > 0 && text[^1] != Unfinished;
        if (!whole && _tokens.Count - _given <= MostHeld)
            return "";
        Advance();
        return text;
    }

    /// <summary>The end of the text: what was held, as far as it can be read.</summary>
    public string Rest()
    {
        string text = Pending();
        Advance();
        return text;
    }

    // Some tokenizers join words by what stands before them: the last tokens given out are decoded again with the new ones.
    private string Pending()
    {
        if (_given == _tokens.Count)
            return "";
        int[] window = [.. _tokens[_context..]];
        string before = decode(window.AsMemory(0, _given - _context));
        string all = decode(window);
        return all.Length > before.Length ? all[before.Length..] : "";
    }

    private void Advance()
    {
        (_context, _given) = (_given, _tokens.Count);
        if (_context == 0)
            return;
        _tokens.RemoveRange(0, _context);
        (_given, _context) = (_given - _context, 0);
    }
}
