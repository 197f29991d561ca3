using Argus.Inference.Models;
using Argus.Inference.Sessions;

namespace Argus.Inference.Language;

/// <summary>
/// The files of a language model under their names in one folder, as the library wants them: they may have been found anywhere, under any name.
/// Dispose takes the folder away, not the files.
/// </summary>
internal sealed class ModelFolder : IDisposable
{
    private readonly bool _own;

    private ModelFolder(string path, bool own) => (Path, _own) = (path, own);

    /// <summary>Where they lie.</summary>
    public string Path { get; }

    /// <summary>The folder in which they lie already, or a new one that links to them.</summary>
    /// <exception cref="ModelLoadException">No folder can be made.</exception>
    public static ModelFolder Of(IReadOnlyList<ResolvedFile> files)
    {
        string? beside = System.IO.Path.GetDirectoryName(files[0].Path);
        if (beside is not null && files.All(f => f.Path == System.IO.Path.Combine(beside, f.File.Name)))
            return new ModelFolder(beside, own: false);
        string? path = null;
        try
        {
            path = Directory.CreateTempSubdirectory("argus-language-").FullName;
            foreach (var file in files)
                File.CreateSymbolicLink(System.IO.Path.Combine(path, file.File.Name), System.IO.Path.GetFullPath(file.Path));
            return new ModelFolder(path, own: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (path is not null)
                Directory.Delete(path, recursive: true);
            throw new ModelLoadException($"The files of the language model cannot be put side by side in {System.IO.Path.GetTempPath()}: {e.Message} Give TMPDIR a folder that can be written.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_own)
            return;
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // Links in a temporary folder; whoever cleans it up takes them too.
        }
    }
}
