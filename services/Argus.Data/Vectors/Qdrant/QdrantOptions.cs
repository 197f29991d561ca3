namespace Argus.Data.Vectors.Qdrant;

/// <summary>Settings of <see cref="QdrantVectorStore"/>.</summary>
public sealed record QdrantOptions
{
    /// <summary>Where its REST API is, such as http://qdrant:6333; a path before it is kept.</summary>
    public required Uri Url { get; init; }

    /// <summary>Sent as the header api-key; null: none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Longest that one request may take. Default: 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a request is sent again that met no answer, a 5xx, 408 or 429; all requests may be. Default: 2.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>Points of one write request; larger ones are split. Default: 256.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>Looks at every vector instead of asking the HNSW index: exact, and slower with every point. Default: off.</summary>
    public bool Exact { get; init; }

    /// <summary>
    /// Pins a collection that bears no model digest, as one that another program made, to the digest of the first call, instead of refusing it.
    /// Only for collections that are known to be of that model. Default: off.
    /// </summary>
    public bool AdoptUnpinned { get; init; }

    /// <summary>Without the key.</summary>
    public override string ToString() => $"QdrantOptions {{ Url = {Url} }}";

    internal void Check()
    {
        if (!Url.IsAbsoluteUri || Url.Scheme is not ("http" or "https"))
            throw new ArgumentException($"The address of Qdrant must be http or https, not {Url}.");
        if (Timeout <= TimeSpan.Zero || Retries is < 0 or > 10 || BatchSize is < 1 or > 10_000)
            throw new ArgumentException("Qdrant: the timeout must be positive, retries 0 to 10, the batch size 1 to 10,000.");
    }
}
