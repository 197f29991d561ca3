using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Argus.Cli.Hosting;

/// <summary>What one call of the command line remembers for the next, as JSON in <see cref="Clone.State"/>.</summary>
/// <param name="name">File name.</param>
/// <param name="type">How it is written.</param>
internal sealed class StateFile<T>(string name, JsonTypeInfo<T> type)
    where T : class
{
    private readonly string _path = Path.Combine(Clone.State, name);

    /// <summary>Whether something is remembered, true or not.</summary>
    public bool Exists => File.Exists(_path);

    /// <summary>What is remembered; null where there is nothing, or nothing that can be read.</summary>
    public T? Read()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(_path), type);
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Remembers, whole or not at all.</summary>
    public void Write(T state)
    {
        string temporary = _path + ".new";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(state, type));
        File.Move(temporary, _path, overwrite: true);
    }

    /// <summary>Forgets.</summary>
    public void Delete()
    {
        if (Exists)
            File.Delete(_path);
    }
}
