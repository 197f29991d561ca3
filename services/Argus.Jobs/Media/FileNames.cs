using System.Globalization;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace Argus.Jobs.Media;

/// <summary>Names of files as callers give them: shown again, and used for nothing else.</summary>
internal static class FileNames
{
    private const int Longest = 255;

    /// <summary>The last part of a path of any system, without what cannot be seen; null where nothing is left.</summary>
    public static string? Clean(string? name)
    {
        if (name is null)
            return null;
        var kept = new StringBuilder();
        foreach (var rune in name.AsSpan(name.LastIndexOfAny(['/', '\\']) + 1).EnumerateRunes())
        {
            // Also those that turn the direction of writing, by which a name can show another ending than it has.
            if (kept.Length < Longest - 1 && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator))
                kept.Append(rune.ToString());
        }

        return kept.ToString().Trim() is { Length: > 0 } clean && clean is not ("." or "..") ? clean : null;
    }

    /// <summary>The header under which a browser shows the file, and offers the name where it is kept.</summary>
    public static string Disposition(string name)
    {
        var header = new ContentDispositionHeaderValue("inline");
        header.SetHttpFileName(name);
        return header.ToString();
    }
}
