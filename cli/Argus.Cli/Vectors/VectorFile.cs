namespace Argus.Cli.Vectors;

/// <summary>Chooses how vectors are written by the name of the file.</summary>
internal static class VectorFile
{
    /// <summary>Ends of names that are known.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [".jsonl", ".csv", ".npy"];

    /// <summary>Opens the file beside its later place.</summary>
    /// <exception cref="IOException">It cannot be written there.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written there.</exception>
    public static IVectorFile Create(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".npy" => new NpyFile(path),
        ".csv" => new CsvFile(path),
        _ => new JsonLinesFile(path),
    };
}
