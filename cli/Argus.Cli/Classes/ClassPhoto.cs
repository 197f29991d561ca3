namespace Argus.Cli.Classes;

/// <summary>A photo whose class is known.</summary>
/// <param name="Class">The class.</param>
/// <param name="Path">The file.</param>
internal sealed record ClassPhoto(string Class, string Path);
