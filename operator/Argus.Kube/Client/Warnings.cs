namespace Argus.Kube.Client;

/// <summary>The Warning headers of an answer.</summary>
internal static class Warnings
{
    /// <summary>Hands on the text of each.</summary>
    public static void Tell(HttpResponseMessage response, Action<string> warn)
    {
        foreach (var warning in response.Headers.Warning)
        {
            // A quoted string, in which quotes and backslashes are escaped.
            warn(warning.Text[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal));
        }
    }
}
