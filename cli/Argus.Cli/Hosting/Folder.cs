namespace Argus.Cli.Hosting;

/// <summary>Folders that a command writes into.</summary>
internal static class Folder
{
    /// <summary>Makes a folder where there is none yet.</summary>
    /// <returns>Null, or the sentence that says why there is none.</returns>
    public static string? Make(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return $"The folder '{path}' cannot be made: {e.Message}";
        }
    }
}
