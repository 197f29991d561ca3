using System.Security.Cryptography;
using Argus.Contracts.Jobs;
using Argus.Contracts.Score;
using Argus.Data.Ranks;
using Argus.Jobs.Models;
using Argus.ServiceDefaults.Problems;

namespace Argus.Jobs.Score;

/// <summary>From a photo to score, band and rank.</summary>
internal sealed class FaceScorer(ScoreModel model, IRankBook ranks, ScoreOptions options, ILogger<FaceScorer> log)
{
    /// <summary>Scores a photo.</summary>
    /// <returns>What the model says of a bad photo; 502 and 503 where the model is not as it should be, unless scores are simulated then.</returns>
    public async Task<Outcome<ScoreResponse>> ScoreAsync(byte[] photo, CancellationToken cancel)
    {
        var (answer, fault) = await model.Client.ScoreAsync(photo, JobTasks.MaxPriority, cancel);
        if (answer is not null)
        {
            double score = Math.Round(answer.Score, 1, MidpointRounding.AwayFromZero);
            return new ScoreResponse
            {
                Data = new ScoreData(score, options.Vibes.Of(score), await ranks.AddAsync(answer.HeadDigest, score, cancel)),
                ModelDigest = answer.ModelDigest,
                HeadDigest = answer.HeadDigest,
                Selftest = answer.Selftest,
            };
        }

        var refusal = fault!.ToRefusal();
        if (refusal.Status is not (502 or 503))
            return refusal;
        Log.ModelFailed(log, fault!.Reason);
        return options.Simulate ? Simulated(photo) : refusal;
    }

    /// <summary>Numbers from the hash of the bytes: the same for the same photo, and of no meaning.</summary>
    private ScoreResponse Simulated(byte[] photo)
    {
        Log.Simulated(log);
        double score = BitConverter.ToUInt32(SHA256.HashData(photo)) % 1001 / 10.0;
        return new ScoreResponse { Data = new ScoreData(score, options.Vibes.Of(score), score), Simulated = true };
    }
}
