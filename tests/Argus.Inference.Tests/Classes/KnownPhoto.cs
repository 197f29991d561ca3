using Argus.Testing;

namespace Argus.Inference.Tests.Classes;

/// <summary>A photo of the test data that shows a known person.</summary>
/// <param name="File">Below photos/.</param>
/// <param name="Person">Who.</param>
/// <param name="Place">Which face: -1 the left of two, 1 the right, 0 the largest.</param>
public sealed record KnownPhoto(string File, string Person, int Place)
{
    private const int Columns = 6;

    /// <summary>Every photo whose person DATA.md names and that shows a whole picture of a face, one form of each picture only.</summary>
    public static IReadOnlyList<KnownPhoto> All { get; } = TestData.Root is null ? [] : [.. System.IO.File.ReadLines(TestData.At("DATA.md")).SelectMany(Read)];

    // | `photos/x.jpg` | bytes | sha | picture | faces | person | note | …
    private static IEnumerable<KnownPhoto> Read(string line)
    {
        string[] cells = [.. line.Split('|', StringSplitOptions.TrimEntries)];
        if (cells.Length <= Columns || cells[1].StartsWith("`photos/malformed/", StringComparison.Ordinal) || !cells[1].StartsWith("`photos/", StringComparison.Ordinal) || cells[Columns].Length == 0 || cells[5] == "0")
            yield break;
        string file = cells[1].Trim('`')["photos/".Length..];
        if (IsOtherFormOfAPicture(file))
            yield break;
        string[] persons = cells[Columns].Split(", ");
        foreach (string person in persons)
        {
            if (persons.Length == 1)
                yield return new KnownPhoto(file, person, 0);
            else
                yield return new KnownPhoto(file, person.Split(": ")[1], person.StartsWith("left", StringComparison.Ordinal) ? -1 : 1);
        }
    }

    private static bool IsOtherFormOfAPicture(string file) =>
        file is "einstein.bmp" or "einstein.webp" or "einstein.gif" || file.StartsWith("hopper_", StringComparison.Ordinal);
}
