using Argus.ServiceDefaults.Problems;

namespace Argus.ModelServer.Loading;

/// <summary>What is served now; readers take one snapshot and never lock.</summary>
internal sealed class ServerModels
{
    private volatile ServerState _state = new(ServerPhase.Warming, null, "The models are being loaded and warmed up.");

    /// <summary>Phase, models and reason at this moment.</summary>
    public ServerState State => _state;

    /// <summary>The models to answer with, or the 503 that tells when to come back. While the process drains it still answers.</summary>
    public Outcome<LoadedModels> Current
    {
        get
        {
            var state = _state;
            return state.Models is { } models ? models : new Refusal(503, state.Reason ?? "Not ready.") { RetryAfter = TimeSpan.FromSeconds(1) };
        }
    }

    /// <summary>From now on <paramref name="models"/> answer.</summary>
    public void Serve(LoadedModels models) => Move(_ => new ServerState(ServerPhase.Ready, models, null));

    /// <summary>What the models need is away: they are not ready until <see cref="Regain"/>, though whoever still asks is answered.</summary>
    public void Lose(string reason) => Move(s => s.Phase is ServerPhase.Ready or ServerPhase.Lost ? s with { Phase = ServerPhase.Lost, Reason = reason } : s);

    /// <summary>What was away is back.</summary>
    public void Regain() => Move(s => s.Phase == ServerPhase.Lost ? s with { Phase = ServerPhase.Ready, Reason = null } : s);

    /// <summary>Nothing can be served.</summary>
    public void Fail(string reason) => Move(_ => new ServerState(ServerPhase.Failed, null, reason));

    /// <summary>No longer ready, though requests that still come are answered.</summary>
    public void Stop() => Move(s => s.Phase == ServerPhase.Failed ? s : s with { Phase = ServerPhase.Stopping, Reason = "The process is stopping." });

    private void Move(Func<ServerState, ServerState> change)
    {
        while (true)
        {
            var before = _state;
            var after = change(before);
            // Models that are ready only after the stop began must not make the process ready again.
            if (before.Phase == ServerPhase.Stopping && after.Phase == ServerPhase.Ready)
                after = before with { Models = after.Models };
#pragma warning disable CS0420 // Interlocked is a full fence itself.
            if (Interlocked.CompareExchange(ref _state, after, before) == before)
                return;
#pragma warning restore CS0420
        }
    }
}

/// <summary>A moment of the server.</summary>
internal sealed record ServerState(ServerPhase Phase, LoadedModels? Models, string? Reason);

/// <summary>Phases of the process.</summary>
internal enum ServerPhase
{
    /// <summary>Loading and warming up.</summary>
    Warming,

    /// <summary>Answers.</summary>
    Ready,

    /// <summary>Answered, and waits for what it needs to come back.</summary>
    Lost,

    /// <summary>Could not load; ends.</summary>
    Failed,

    /// <summary>Answers what is under way, then ends.</summary>
    Stopping,
}
