using Argus.Inference.Imaging;
using Argus.ServiceDefaults.Problems;

namespace Argus.ModelServer.Inference;

/// <summary>From a bad picture to its status code.</summary>
internal static class ImageFaults
{
    /// <summary>400 for what is no picture, 413 for what is too large.</summary>
    public static Refusal ToRefusal(this ImageFault fault, string? which = null) => new(
        fault.Kind is ImageFaultKind.TooManyBytes or ImageFaultKind.TooManyPixels ? 413 : 400,
        which is null ? fault.Detail : $"{which}: {fault.Detail}");
}
