namespace Argus.LocalCluster.Schema;

/// <summary>Times as the server's own types read them.</summary>
internal static class GoTime
{
    private const string Seconds = "2006-01-02T15:04:05Z07:00";
    private const string Micros = "2006-01-02T15:04:05.000000Z07:00";

    /// <summary>What keeps a text from being a time; null where nothing does. Micro times need all six digits.</summary>
    public static string? Problem(string text, bool micro)
    {
        string layout = micro ? Micros : Seconds;
        if (!Formats.IsTime(text))
            return $"parsing time {Causes.Quoted(text)} as {Causes.Quoted(layout)}: cannot parse {Causes.Quoted(text)} as \"2006\"";
        if (!micro)
            return null;
        bool digits = text.Length > 26 && text[19] == '.' && text.AsSpan(20, 6).IndexOfAnyExceptInRange('0', '9') < 0 && !char.IsAsciiDigit(text[26]);
        return digits ? null : $"parsing time {Causes.Quoted(text)} as {Causes.Quoted(layout)}: cannot parse {Causes.Quoted(text[19..])} as \".000000\"";
    }
}
