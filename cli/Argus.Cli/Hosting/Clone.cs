namespace Argus.Cli.Hosting;

/// <summary>Folders of the clone that this program was built in.</summary>
internal static class Clone
{
    /// <summary>The clone; ARGUS_HOME overrides.</summary>
    public static string Root { get; } = Environment.GetEnvironmentVariable("ARGUS_HOME") is { Length: > 0 } home ? home : Find();

    /// <summary>Where <c>up</c> keeps what it made: state, logs, pictures. ARGUS_STATE overrides.</summary>
    public static string State { get; } = Environment.GetEnvironmentVariable("ARGUS_STATE") is { Length: > 0 } state ? state : Path.Combine(Root, ".argus");

    /// <summary>The manifest of a shipped pack.</summary>
    public static string Manifest(string pack) => Path.Combine(Root, "models", pack, "pack.yaml");

    /// <summary>Another program of the same build: its folder lies beside this one's.</summary>
    /// <param name="project">Name of its project.</param>
    public static string Program(string project)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(output.Parent!.Parent!.FullName, project, output.Name, project + ".dll");
    }

    private static string Find()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Platform.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? Environment.CurrentDirectory;
    }
}
