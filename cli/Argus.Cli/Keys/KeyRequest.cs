namespace Argus.Cli.Keys;

/// <summary>What is asked of a new key.</summary>
/// <param name="Name">Its owner.</param>
internal sealed record KeyRequest(string Name)
{
    private static readonly System.Buffers.SearchValues<char> Unwanted = System.Buffers.SearchValues.Create("*?#%\\ ");

    /// <summary>Paths that it opens; none means all.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>ModelDeployments that it opens; none means all.</summary>
    public IReadOnlyList<string> Deployments { get; init; } = [];

    /// <summary>Requests a second.</summary>
    public double? Rate { get; init; }

    /// <summary>Requests at once after a rest.</summary>
    public int? Burst { get; init; }

    /// <summary>Requests not yet answered.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Bytes of one body.</summary>
    public long? MaxBodyBytes { get; init; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Folder that its file is written to; null prints it.</summary>
    public string? Folder { get; init; }

    /// <summary>Whether it comes beside the keys that its owner has there.</summary>
    public bool Add { get; init; }

    /// <summary>Name of a Secret to print; null is none.</summary>
    public string? Secret { get; init; }

    /// <summary>Namespace of the Secret; null leaves it out.</summary>
    public string? Namespace { get; init; }

    /// <summary>A sentence for everything that cannot be.</summary>
    public IEnumerable<string> Errors()
    {
        if (Name.Length is 0 or > 100 || Name[0] == '.' || !Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '@') || Name.EndsWith(".json", StringComparison.Ordinal))
            yield return $"'{Name}' cannot be an owner: letters, digits, dots, dashes, underscores and @ make a name, at most 100 of them, and no dot at its beginning.";
        foreach (string path in Paths.Where(p => p != "*" && (!p.StartsWith('/') || (p.EndsWith("/*", StringComparison.Ordinal) ? p[..^2] : p).AsSpan().IndexOfAny(Unwanted) >= 0 || p.Contains("/../", StringComparison.Ordinal))))
            yield return $"--path must be an absolute path, such as /detect or '/v2/*', not '{path}'.";
        foreach (string deployment in Deployments.Where(d => d != "*" && d.Split('/') is not [{ Length: > 0 }, { Length: > 0 }]))
            yield return $"--deployment must be namespace/name or 'namespace/*', not '{deployment}'.";
        if (Burst is not null && Rate is null)
            yield return "--burst needs --rps.";
        if (Add && Folder is null)
            yield return "--add needs --folder, where the keys are that it comes beside.";
        if (Folder is not null && Secret is not null)
            yield return "--folder and --secret exclude each other.";
        if (Namespace is not null && Secret is null)
            yield return "--namespace is of use only with --secret.";
        if (Secret is not null && Name.Contains('@', StringComparison.Ordinal))
            yield return "In a Secret, an owner's name cannot have an @.";
    }
}
