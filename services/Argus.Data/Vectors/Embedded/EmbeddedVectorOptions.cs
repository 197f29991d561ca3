namespace Argus.Data.Vectors.Embedded;

/// <summary>Settings of <see cref="EmbeddedVectorStore"/>.</summary>
public sealed record EmbeddedVectorOptions
{
    /// <summary>Where the collections lie, each in a folder of its own; made where it is not there. Only one process at a time may use it.</summary>
    public required string Folder { get; init; }

    /// <summary>
    /// Keeps one byte a value in memory instead of four: a quarter of the memory and of the time of a search. Results stay exact, because every row that
    /// could be among them is read from disk and scored again; that makes it slower where vectors are so alike that thousands could. Default: off.
    /// </summary>
    public bool Quantised { get; init; }

    /// <summary>Threads of one search. Default: the processors that this process may use.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Whether a write returns only when the disk has it. Off, writes survive <c>kill -9</c> but the last of them may not survive a power failure, and are many times faster. Default: on.
    /// </summary>
    public bool Flush { get; init; } = true;

    /// <summary>Rows of a segment, the unit in which files are rewritten to win back room; more make files fewer and each rewrite longer. Default: 16,384.</summary>
    public int SegmentRows { get; init; } = 16_384;

    internal void Check()
    {
        if (string.IsNullOrWhiteSpace(Folder))
            throw new ArgumentException("The embedded vector store needs a folder.");
        if (Threads is < 1 or > 1024)
            throw new ArgumentException($"Threads must be 1 to 1024, not {Threads}.");
        if (SegmentRows is < 1 or > 1 << 20)
            throw new ArgumentException($"SegmentRows must be 1 to {1 << 20}, not {SegmentRows}.");
    }
}
