using System.IO.Compression;

namespace Argus.Inference.Models;

/// <summary>Takes one file out of a zip. Names inside the zip never become paths, so it cannot write anywhere else.</summary>
internal static class ArchiveMember
{
    /// <summary>Writes a member to a file.</summary>
    /// <param name="zip">The archive.</param>
    /// <param name="member">Path inside it.</param>
    /// <param name="bytes">Size that the member must have, or 0 where unknown.</param>
    /// <param name="limit">Bound in bytes where the size is unknown.</param>
    /// <param name="target">The file to write.</param>
    /// <param name="cancel">Ends the work.</param>
    /// <returns>Null, or what is wrong with the archive.</returns>
    /// <exception cref="IOException">The target cannot be written.</exception>
    public static async Task<string?> ExtractAsync(string zip, string member, long bytes, long limit, string target, CancellationToken cancel)
    {
        try
        {
            using var archive = await ZipFile.OpenReadAsync(zip, cancel);
            if (archive.GetEntry(member) is not { } entry)
                return $"the archive has no member {member}; it has {Members(archive)}.";
            if (bytes > 0 && entry.Length != bytes)
                return $"its member {member} has {entry.Length} bytes, expected {bytes}.";

            await using var source = await entry.OpenAsync(cancel);
            await using var file = new FileStream(target, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            // The size in the directory may lie: what is written is bounded, whatever the directory says.
            return await CopyAsync(source, file, bytes > 0 ? bytes : limit, cancel)
                ? null
                : $"its member {member} is larger than it says; unpacking was stopped.";
        }
        catch (InvalidDataException e)
        {
            return $"it is no sound zip archive: {e.Message}";
        }
    }

    private static async Task<bool> CopyAsync(Stream source, FileStream target, long limit, CancellationToken cancel)
    {
        byte[] buffer = new byte[128 * 1024];
        long total = 0;
        while (await source.ReadAsync(buffer, cancel) is > 0 and int read)
        {
            total += read;
            if (total > limit)
                return false;
            await target.WriteAsync(buffer.AsMemory(0, read), cancel);
        }

        return true;
    }

    private static string Members(ZipArchive archive)
    {
        string names = string.Join(", ", archive.Entries.Take(10).Select(e => e.FullName));
        return names.Length == 0 ? "none" : archive.Entries.Count > 10 ? names + ", ..." : names;
    }
}
