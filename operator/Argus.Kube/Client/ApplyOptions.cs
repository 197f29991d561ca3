namespace Argus.Kube.Client;

/// <summary>How to apply on the server's side.</summary>
public sealed record ApplyOptions
{
    /// <summary>Who owns the fields; the client's own name when null.</summary>
    public string? FieldManager { get; init; }

    /// <summary>Takes fields over from other managers; without it that is a conflict.</summary>
    public bool Force { get; init; }

    /// <summary><c>Strict</c> refuses unknown fields, <c>Warn</c> (the server's default) warns, <c>Ignore</c> is silent.</summary>
    public string? FieldValidation { get; init; }

    /// <summary>Such as <c>status</c>.</summary>
    public string? Subresource { get; init; }

    /// <summary>Checks everything and stores nothing.</summary>
    public bool DryRun { get; init; }
}
