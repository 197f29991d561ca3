namespace Argus.Inference.Models;

/// <summary>The folder of downloads, where the one that was asked for cannot be written.</summary>
public static class CacheFolder
{
    /// <summary>Takes the spare folder where there is one and the cache cannot be written; what lies in the cache is still found.</summary>
    /// <param name="options">Where files are kept.</param>
    /// <param name="note">What to tell the user, or null where the cache is as it was asked for.</param>
    public static ModelStoreOptions Settle(ModelStoreOptions options, out string? note)
    {
        note = null;
        if (options.SpareCachePath is not { } spare || spare == options.CachePath || Refusal(options.CachePath) is not { } refusal)
            return options;
        note = $"{options.CachePath} cannot be written ({refusal.TrimEnd('.')}): downloads are kept in {spare}, which may go with the container."
            + $" To keep them, give the folder to the user that this runs as ({UserId()}), or run it as the folder's owner.";
        return options with { CachePath = spare, SearchPaths = [options.CachePath, .. options.SearchPaths.Where(p => p != options.CachePath)] };
    }

    private static string? Refusal(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            string probe = Path.Combine(folder, Path.GetRandomFileName());
            File.Create(probe, bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    private static string UserId() =>
        File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith("Uid:", StringComparison.Ordinal))?.Split('\t') is [_, var id, ..] ? $"uid {id}" : "uid unknown";
}
