using Argus.Kube.Client;

namespace Argus.Cli.Remote;

/// <summary>When a question is asked again, and when it is given up.</summary>
internal sealed class RetryWaits(Jitter jitter)
{
    /// <summary>Tries at a question that breaks the exchange each time, or at a server that has never answered.</summary>
    public const int FewTries = 4;

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait before the next try; null: not again.</summary>
    /// <param name="fault">Why the last try failed.</param>
    /// <param name="tries">Tries so far, at least 1.</param>
    /// <param name="answeredBefore">Whether this server has answered this run: then it is away for a while, not wrongly named.</param>
    /// <param name="left">What is left of the time that the question may take.</param>
    public TimeSpan? After(RemoteFault fault, int tries, bool answeredBefore, TimeSpan left)
    {
        bool again = fault.Kind switch
        {
            RemoteFaultKind.Busy => true,
            RemoteFaultKind.Broken => tries < FewTries,
            RemoteFaultKind.Unreachable => tries < FewTries || answeredBefore,
            _ => false,
        };
        if (!again)
            return null;
        var backOff = jitter.BackOff(tries - 1, First, Most);
        // All that are told the same second would come in the same second.
        var wait = fault.RetryAfter is { } asked && asked > backOff ? jitter.Above(asked, 0.1) : backOff;
        return wait < left ? wait : null;
    }
}
