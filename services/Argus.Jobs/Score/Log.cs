namespace Argus.Jobs.Score;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "No score from the model: {Reason}")]
    public static partial void ModelFailed(ILogger log, string reason);

    [LoggerMessage(2, LogLevel.Error, "A SCORE WAS MADE UP, because no model answered and FALLBACK_TO_SIMULATED is true; it is marked as simulated")]
    public static partial void Simulated(ILogger log);

    [LoggerMessage(3, LogLevel.Warning, "FALLBACK_TO_SIMULATED is true: where no model answers, POST /api/score makes numbers up and marks them as simulated. They say nothing of a photo")]
    public static partial void WillSimulate(ILogger log);
}
