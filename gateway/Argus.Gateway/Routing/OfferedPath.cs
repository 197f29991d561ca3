namespace Argus.Gateway.Routing;

/// <summary>A path that a deployment offers.</summary>
/// <param name="Path">Absolute; ending in <c>/*</c> it stands for all that begins like it.</param>
/// <param name="Method">The one method that it takes; null takes all.</param>
/// <param name="Body">Bodies that it takes.</param>
/// <param name="Rank">Of several deployments that offer it, the one with the lowest rank gets it.</param>
/// <param name="Repeats">Whether a request may be sent to a second pod after the first got part of it: true where it only computes.</param>
internal sealed record OfferedPath(string Path, string? Method = null, BodyKind Body = BodyKind.Any, int Rank = 0, bool Repeats = true)
{
    private const string Rest = "/*";

    /// <summary>Whether it stands for all that begins like it.</summary>
    public bool IsPrefix => Path.EndsWith(Rest, StringComparison.Ordinal);

    /// <summary>The path without the star; of a prefix with the slash at its end.</summary>
    public string Literal => IsPrefix ? Path[..^1] : Path;

    /// <summary>Whether all that another path stands for is among what this one stands for.</summary>
    public bool Covers(OfferedPath other) => IsPrefix ? other.Literal.StartsWith(Literal, StringComparison.Ordinal) : other.Path == Path;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Method ?? "*"} {Path}{(Body == BodyKind.Any ? "" : Body == BodyKind.Json ? " (JSON)" : " (file)")}";
}
