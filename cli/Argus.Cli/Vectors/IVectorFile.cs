namespace Argus.Cli.Vectors;

/// <summary>A file of vectors. What was not committed when it is disposed of is not there.</summary>
internal interface IVectorFile : IDisposable
{
    /// <summary>Where the vectors will be.</summary>
    IReadOnlyList<string> Paths { get; }

    /// <summary>Writes one.</summary>
    void Add(VectorRow row);

    /// <summary>Puts the whole file in its place; an old one is replaced.</summary>
    void Commit();
}
