namespace Argus.Testing;

/// <summary>The kubectl of this machine.</summary>
public static class KubectlProgram
{
    /// <summary>Where it lies, or null.</summary>
    public static string? Path { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(p => System.IO.Path.Combine(p, "kubectl")).FirstOrDefault(File.Exists);

    /// <summary>Why a test that needs it cannot run; null where it can, and where it must be there.</summary>
    public static string? Missing => Path is null && Environment.GetEnvironmentVariable("CI") is null ? "kubectl is not installed (Debian: apt-get install kubernetes-client)" : null;
}
