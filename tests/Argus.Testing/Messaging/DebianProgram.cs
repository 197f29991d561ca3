namespace Argus.Testing.Messaging;

/// <summary>A program of a Debian package that tests start.</summary>
public sealed class DebianProgram
{
    private readonly string? _path;

    private DebianProgram(string name, string package)
    {
        // Those of servers are not on the PATH of ordinary users.
        string folders = (Environment.GetEnvironmentVariable("PATH") ?? "") + ":/usr/sbin";
        _path = folders.Split(':').Select(folder => System.IO.Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        Missing = _path is null && Environment.GetEnvironmentVariable("CI") is null ? $"{name} is not installed (Debian: apt-get install {package})" : null;
    }

    public static DebianProgram Kcat { get; } = new("kcat", "kafkacat");

    public static DebianProgram Mosquitto { get; } = new("mosquitto", "mosquitto");

    public static DebianProgram MosquittoSub { get; } = new("mosquitto_sub", "mosquitto-clients");

    public static DebianProgram Ffmpeg { get; } = new("ffmpeg", "ffmpeg");

    /// <summary>Why a test that needs it cannot run; null where it can, and where it must be there.</summary>
    public string? Missing { get; }

    /// <summary>Where it lies.</summary>
    public string Path => _path ?? throw new FileNotFoundException("It is not installed.");
}
