namespace Argus.Cli.Remote;

/// <summary>Text of a server, made fit to be shown: a stranger may have written it, to a terminal that obeys control characters.</summary>
internal static class OneLine
{
    private const int MaxLength = 400;

    /// <summary>One line of at most some hundred letters, without control characters, and without the key where the server repeats it.</summary>
    public static string Of(string text, string? key)
    {
        if (!string.IsNullOrEmpty(key))
            text = text.Replace(key, "***", StringComparison.Ordinal);
        string line = string.Join(' ', new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= MaxLength ? line : line[..MaxLength] + " …";
    }
}
