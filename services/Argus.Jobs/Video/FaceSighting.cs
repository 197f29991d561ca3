using Argus.Contracts.Jobs;

namespace Argus.Jobs.Video;

/// <summary>One face in one frame.</summary>
/// <param name="Time">Seconds.</param>
/// <param name="Box">Where.</param>
/// <param name="Score">Detector's confidence.</param>
/// <param name="Quality">How well it is seen, 0 to 1.</param>
internal readonly record struct FaceSighting(double Time, JobBox Box, double Score, double Quality);
