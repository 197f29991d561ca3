using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Argus.Gateway.Tests.Auth;

/// <summary>A folder of key files.</summary>
internal sealed class TestKeys : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("argus-keys-").FullName;

    /// <summary>Writes the file of an owner in one step.</summary>
    /// <param name="owner">Name of the file.</param>
    /// <param name="key">Whose hash is in it.</param>
    /// <param name="more">Further fields.</param>
    public void Put(string owner, string key, params (string Name, JsonNode Value)[] more)
    {
        var json = new JsonObject { ["sha256"] = Hash(key) };
        foreach (var (name, value) in more)
            json[name] = value;
        Write(owner, json.ToJsonString());
    }

    public void Write(string name, string text)
    {
        string temporary = Path.Combine(Folder, ".new");
        File.WriteAllText(temporary, text);
        File.Move(temporary, Path.Combine(Folder, name), overwrite: true);
    }

    public void Delete(string name) => File.Delete(Path.Combine(Folder, name));

    public static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
