namespace Argus.Kube.Client;

/// <summary>How to create, replace or patch.</summary>
public sealed record WriteOptions
{
    /// <summary>Who owns the fields; the client's own name when null.</summary>
    public string? FieldManager { get; init; }

    /// <summary><c>Strict</c> refuses unknown fields, <c>Warn</c> (the server's default) warns, <c>Ignore</c> is silent.</summary>
    public string? FieldValidation { get; init; }

    /// <summary>Such as <c>status</c>.</summary>
    public string? Subresource { get; init; }

    /// <summary>Checks everything and stores nothing.</summary>
    public bool DryRun { get; init; }
}
