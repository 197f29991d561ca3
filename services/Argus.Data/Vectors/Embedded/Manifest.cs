using System.Text.Json;

namespace Argus.Data.Vectors.Embedded;

/// <summary>What a collection is and which files it has, oldest first; swapped whole by a rename. Files that it does not name are leftovers.</summary>
/// <param name="Format">1.</param>
/// <param name="Name">Of the collection.</param>
/// <param name="Dimension">Of its vectors.</param>
/// <param name="ModelDigest">Of its vectors.</param>
/// <param name="NextFile">Number of the next file.</param>
/// <param name="Segments">The last is the one that is written.</param>
internal sealed record Manifest(int Format, string Name, int Dimension, string ModelDigest, int NextFile, IReadOnlyList<ManifestSegment> Segments)
{
    public const int CurrentFormat = 1;
    private const string FileName = "manifest.json";
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true };

    /// <exception cref="VectorStoreRefusedException">It is not there, not readable, or of a newer format.</exception>
    public static Manifest Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            var manifest = JsonSerializer.Deserialize<Manifest>(File.ReadAllBytes(path), Json)!;
            return manifest.Format == CurrentFormat
                ? manifest
                : throw new VectorStoreRefusedException($"{path} is of format {manifest.Format}; this version reads format {CurrentFormat}.");
        }
        catch (Exception error) when (error is JsonException or FileNotFoundException)
        {
            throw new VectorStoreRefusedException($"{path} is damaged or missing: {error.Message} Put the folder back from a copy, or delete it and embed its media again.", error);
        }
    }

    /// <exception cref="IOException">It was not written; the one before stays in force.</exception>
    /// <exception cref="VectorStoreRefusedException">It was written, but is not safe on the disk.</exception>
    public void Write(string folder)
    {
        string path = Path.Combine(folder, FileName);
        using (var file = new FileStream(path + ".new", FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, this, Json);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
        try
        {
            Libc.FlushFolder(folder);
        }
        catch (IOException error)
        {
            // The new manifest is in force, but might not be after a power failure: no further write may rely on either.
            throw new VectorStoreRefusedException($"{error.Message} No more is written until the store is opened again.", error);
        }
    }
}
