namespace Argus.SelfTest.Chat;

/// <summary>
/// The tokens of the self-test's language model: a token for each byte, one for each word that it says, and those that mark who speaks.
/// After each comes always the same one, so that a table is the whole model.
/// </summary>
internal sealed class ChatVocabulary
{
    /// <summary>Ends an answer.</summary>
    public const string End = "<|end|>";

    /// <summary>Where the answer begins that tells what this is.</summary>
    public const string Assistant = "<|assistant|>";

    /// <summary>Where the answer begins that counts and never ends.</summary>
    public const string Count = "<|count|>";

    private static readonly string[] Marks = [End, Assistant, Count, "<|system|>", "<|user|>", "<|tool|>"];
    private static readonly string[] Numbers = [" one", " two", " three", " four", " five", " six", " seven", " eight", " nine", " ten"];

    // The dash is three bytes, each a token of its own.
    private static readonly string[] Sentence =
        ["This", " is", " the", " self-test", " of", " Argus", " ", "\u2013", " it", " proves", " that", " chat", " works", ",", " and", " knows", " nothing", "."];

    private readonly List<string> _words;

    public ChatVocabulary() => _words = [.. Marks, .. Sentence.Where(w => w.Length > 1), .. Numbers];

    /// <summary>Number of tokens.</summary>
    public int Size => 256 + _words.Count;

    /// <summary>Tokens above those of single bytes, by id from 256 on, and whether they are marks.</summary>
    public IEnumerable<(int Id, string Text, bool Mark)> Words => _words.Select((word, i) => (256 + i, word, i < Marks.Length));

    /// <summary>The id of a mark or word.</summary>
    public int this[string word] => 256 + _words.IndexOf(word);

    /// <summary>The token that follows each.</summary>
    public long[] Following()
    {
        long[] next = [.. Enumerable.Repeat((long)this[End], Size)];
        Chain(next, [this[Assistant], .. Sentence.SelectMany(Tokens), this[End]]);
        Chain(next, [this[Count], .. Numbers.SelectMany(Tokens), this[Numbers[0]]]);
        return next;
    }

    private static byte[] Bytes(string word) => System.Text.Encoding.UTF8.GetBytes(word);

    private static void Chain(long[] next, IReadOnlyList<int> tokens)
    {
        for (int i = 1; i < tokens.Count; i++)
            next[tokens[i - 1]] = tokens[i];
    }

    private IEnumerable<int> Tokens(string word) => _words.Contains(word) ? [this[word]] : Bytes(word).Select(b => (int)b);
}
