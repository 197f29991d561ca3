namespace Argus.Jobs.Score;

/// <summary>Settings of <c>POST /api/score</c>.</summary>
internal sealed record ScoreOptions
{
    /// <summary>Where a model server with a score head answers /score (FACE_EMBEDDING_SERVICE); null: where models answer (ARGUS_INFERENCE_URL).</summary>
    public Uri? Embedding { get; init; }

    /// <summary>A further service whose state /health tells (FACE_DETECTION_SERVICE); scores do not ask it, since the model server finds faces itself. Null for none.</summary>
    public Uri? Detection { get; init; }

    /// <summary>Longest that a caller waits once the photo is here, in the queue and for the model together (ML_SERVICE_TIMEOUT); default 5 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest that a photo may take to come: it has its place in the queue meanwhile. 30 s.</summary>
    public TimeSpan Upload { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Photos that are scored at once (ARGUS_SCORE_WORKERS); default 4.</summary>
    public int Workers { get; init; } = 4;

    /// <summary>Photos that wait for that (ARGUS_SCORE_QUEUE); more are refused with 429. Default 32.</summary>
    public int Queue { get; init; } = 32;

    /// <summary>Bytes of the bodies that are held together; beyond that, too, 429, but one alone is always let in. 64 MiB.</summary>
    public long Memory { get; init; } = 64 << 20;

    /// <summary>Names of bands (ARGUS_SCORE_VIBES), such as <c>0=natural,75=charming</c>.</summary>
    public VibeBands Vibes { get; init; } = VibeBands.Default;

    /// <summary>Whether numbers are made up, and marked as such, where no model answers (FALLBACK_TO_SIMULATED); default false.</summary>
    public bool Simulate { get; init; }
}
