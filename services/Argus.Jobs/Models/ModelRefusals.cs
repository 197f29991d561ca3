using Argus.Jobs.Http;
using Argus.ServiceDefaults.Problems;

namespace Argus.Jobs.Models;

/// <summary>What callers are told where a model did not do as it was asked.</summary>
internal static class ModelRefusals
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    /// <summary>What is wrong with the photo is the caller's to know; what is wrong with the model is ours: 502 or 503.</summary>
    public static Refusal ToRefusal(this Fault fault) => fault switch
    {
        { Healing: Healing.None, Status: { } refused } => new Refusal(refused, fault.Reason),
        { Status: 404 } => new Refusal(503, "No model answers that at present.") { RetryAfter = TimeSpan.FromSeconds(30) },
        { Status: null } or { Healing: Healing.WhenBack } => new Refusal(503, "The model does not answer now; come back.") { RetryAfter = fault.After ?? Soon },
        _ => new Refusal(502, "The model does not answer as it should; the log of this service says more."),
    };
}
