namespace Argus.Testing;

/// <summary>Real models, photos and reference outputs that lie beside the clone in <c>shared/</c>, never in it.</summary>
public static class TestData
{
    /// <summary>The clone.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The folder with models/, photos/, golden/ and contracts/, or null where it is not there.</summary>
    public static string? Root { get; } = FindRoot();

    /// <summary>Path of a file below <see cref="Root"/>.</summary>
    public static string At(params string[] parts) =>
        Path.Combine([Root ?? throw new InvalidOperationException("The test data folder is not there."), .. parts]);

    private static string FindRepository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Platform.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("Tests run from inside the clone.");
    }

    private static string? FindRoot()
    {
        string folder = Path.GetFullPath(Path.Combine(Repository, "..", "shared"));
        return Directory.Exists(Path.Combine(folder, "golden")) ? folder : null;
    }
}
