using Argus.Jobs.Configuration;
using Argus.Jobs.Models;

namespace Argus.Jobs.Score;

/// <summary>The way to the model that scores.</summary>
internal sealed class ScoreModel(JobsOptions options, ScoreOptions score, TimeProvider time) : IDisposable
{
    /// <summary>Asks it, with the time limit of scores.</summary>
    public ModelClient Client { get; } = new(
        options with
        {
            Inference = score.Embedding ?? options.Inference,
            // The key belongs to ARGUS_INFERENCE_URL: another server must not learn it.
            InferenceKeyFile = score.Embedding is null || score.Embedding == options.Inference ? options.InferenceKeyFile : null,
            InferenceTimeout = score.Timeout,
            Workers = score.Workers,
        },
        time);

    /// <inheritdoc/>
    public void Dispose() => Client.Dispose();
}
