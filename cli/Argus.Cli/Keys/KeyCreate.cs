using System.Text.Json;
using Argus.Cli.Hosting;

namespace Argus.Cli.Keys;

/// <summary>Makes a key. It is shown once; what is kept is its hash.</summary>
/// <param name="output">For what a program may read on: the key where its file is written, else the file.</param>
/// <param name="error">For people.</param>
internal sealed class KeyCreate(TextWriter output, TextWriter error)
{
    /// <summary>Makes it and returns the exit code.</summary>
    public int Run(KeyRequest request)
    {
        string[] errors = [.. request.Errors()];
        foreach (string sentence in errors)
            error.WriteLine($"argus: {sentence}");
        if (errors.Length > 0)
            return Terminal.Usage;
        var key = NewKey.Create();
        return request.Folder is { } folder ? WriteTo(folder, request, key) : Print(request, key);
    }

    private int Print(KeyRequest request, NewKey key)
    {
        string text = KeyFile.Write(request, key.Hash);
        output.Write(request.Secret is null ? text : KeyFile.Secret(request, text));
        error.WriteLine($"The key of {request.Name}, shown this once: {key.Text}");
        // Each owner under a manager of its own: applied otherwise, the keys of the others would go.
        if (request.Secret is not null)
            error.WriteLine($"Apply it with: kubectl apply --server-side --field-manager=argus-key-{request.Name} -f -");
        return Terminal.Ok;
    }

    private int WriteTo(string folder, KeyRequest request, NewKey key)
    {
        string path = Path.Combine(folder, request.Name);
        if (File.Exists(path + ".json"))
            path += ".json";
        bool exists = File.Exists(path);
        if (exists && !request.Add)
            return Fail($"{path} exists: {request.Name} has a key. --add puts another beside it, and both open until you take the old hash out.");
        if (!exists && request.Add)
            return Fail($"There is no key of {request.Name} in {folder} that another could come beside.");
        string text;
        try
        {
            text = KeyFile.Write(request, key.Hash, exists ? File.ReadAllText(path) : null);
        }
        catch (JsonException e)
        {
            return Fail($"{path} cannot be added to: {e.Message}");
        }

        Directory.CreateDirectory(folder);
        // In one step: the gateway may be looking. The dot keeps it from reading the half.
        string temporary = Path.Combine(folder, $".{request.Name}.new");
        File.WriteAllText(temporary, text);
        File.Move(temporary, path, overwrite: true);
        output.WriteLine(key.Text);
        error.WriteLine($"That is the key of {request.Name}, shown this once; its hash is in {path}.");
        return Terminal.Ok;
    }

    private int Fail(string sentence)
    {
        error.WriteLine($"argus: {sentence}");
        return Terminal.Failed;
    }
}
