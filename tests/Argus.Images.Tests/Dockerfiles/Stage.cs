namespace Argus.Images.Tests.Dockerfiles;

/// <summary>A stage of a Dockerfile.</summary>
/// <param name="Name">By which later ones copy from it; null where it has none.</param>
/// <param name="Base">What it starts from, arguments filled in.</param>
/// <param name="Instructions">In order, without its FROM.</param>
internal sealed record Stage(string? Name, string Base, IReadOnlyList<Instruction> Instructions)
{
    public IEnumerable<Instruction> Of(string keyword) => Instructions.Where(i => i.Keyword == keyword);

    /// <summary>Its variables.</summary>
    public Dictionary<string, string> Environment => new(Of("ENV").SelectMany(i => i.Pairs));
}
