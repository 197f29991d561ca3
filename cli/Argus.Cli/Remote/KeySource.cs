using System.Text;
using Argus.Cli.Pictures;

namespace Argus.Cli.Remote;

/// <summary>Finds the key that a server is shown. No sentence of this class holds any part of it.</summary>
internal static class KeySource
{
    // A long JWT is a few kilobytes.
    private const int MaxBytes = 32 * 1024;

    /// <summary>The key: as typed, else from a file, else from the environment; an empty text where there is none.</summary>
    /// <param name="typed">The value of --key, or null.</param>
    /// <param name="file">The value of --key-file, or null.</param>
    /// <param name="environment">The value of ARGUS_KEY, or null.</param>
    public static Reply<string> Find(string? typed, string? file, string? environment)
    {
        if (typed is not null && file is not null)
            return new Trouble("Give the key either with --key or with --key-file.");
        if (typed is not null)
            return Check(typed, "--key");
        return file is not null ? FromFile(file) : string.IsNullOrWhiteSpace(environment) ? "" : Check(environment, "ARGUS_KEY");
    }

    private static Reply<string> FromFile(string path)
    {
        try
        {
            return BoundedFile.Read(path, MaxBytes) is { } bytes
                ? Check(Encoding.UTF8.GetString(bytes.Span).TrimStart('\uFEFF'), "--key-file")
                : new Trouble($"The file of --key-file is longer than {MaxBytes} bytes: is it the key?");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new Trouble($"The key cannot be read from '{path}': {(e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file." : e.Message)}");
        }
    }

    private static Reply<string> Check(string text, string source)
    {
        string key = text.Trim();
        if (key.Length == 0)
            return new Trouble($"The key of {source} is empty.");
        return key.All(c => c is > ' ' and < '\x7F')
            ? key
            : new Trouble($"The key of {source} holds spaces, line ends or letters that no key has: give the key alone.");
    }
}
