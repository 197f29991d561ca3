using Argus.Cli.Pictures;

namespace Argus.Cli.Remote;

/// <summary>Why one try at a question failed.</summary>
/// <param name="Kind">What to do about it.</param>
/// <param name="Sentence">For people.</param>
/// <param name="RetryAfter">How long the server asks to be left alone, or null.</param>
internal sealed record RemoteFault(RemoteFaultKind Kind, string Sentence, TimeSpan? RetryAfter = null)
{
    /// <summary>The fault of a question that is not asked again.</summary>
    public Trouble ToTrouble() => new(Sentence, Kind is RemoteFaultKind.Server or RemoteFaultKind.Unreachable);
}
