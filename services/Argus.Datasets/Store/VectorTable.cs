namespace Argus.Datasets.Store;

/// <summary>Vectors that were computed already, by photo and model: a fit that goes on after a crash, and the next month's, ask for none twice.</summary>
internal sealed class VectorTable(DatasetsDatabase database)
{
    /// <summary>All of one model for these photos; an empty one stands for a photo without a usable face.</summary>
    public async Task<Dictionary<string, float[]>> FindAsync(IReadOnlyCollection<string> photos, string model, CancellationToken cancel) => (await database.QueryAsync(
        "SELECT sha256, vector FROM vectors WHERE model_digest = $1 AND sha256 = ANY($2)",
        row => (row.GetString(0), row.IsDBNull(1) ? [] : row.GetFieldValue<float[]>(1)),
        cancel,
        model,
        photos.ToArray())).ToDictionary();

    /// <summary>Keeps one; null for a photo without a usable face.</summary>
    public Task KeepAsync(string photo, string model, float[]? vector, CancellationToken cancel) => database.ExecuteAsync(
        "INSERT INTO vectors (sha256, model_digest, vector) VALUES ($1, $2, $3::real[]) ON CONFLICT DO NOTHING", cancel, photo, model, vector);
}
