using System.Diagnostics;
using Argus.Gateway.Limits;
using Argus.Gateway.Listening;
using Argus.Gateway.Proxying;
using Microsoft.AspNetCore.Http.Features;

namespace Argus.Gateway.Access;

/// <summary>What the server refuses before it is a request, such as two lengths of one body, is told and counted too: it is what attacks look like.</summary>
/// <param name="writer">Null where no lines are wanted.</param>
/// <param name="metrics">Counts them.</param>
/// <param name="time">Clock.</param>
internal sealed class BrokenRequests(AccessWriter? writer, GatewayMetrics metrics, TimeProvider time) : IObserver<KeyValuePair<string, object?>>
{
    private const string EventName = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    private readonly AccessLine _line = new(time);

    /// <summary>Listens from now on, to nothing else.</summary>
    public IDisposable ListenTo(DiagnosticListener source) => source.Subscribe(this, name => name == EventName);

    /// <inheritdoc/>
    public void OnCompleted()
    {
    }

    /// <inheritdoc/>
    public void OnError(Exception error)
    {
    }

    /// <inheritdoc/>
    public void OnNext(KeyValuePair<string, object?> value)
    {
        // A request that the gateway was already working on has its own line.
        if (value is not { Key: EventName, Value: IFeatureCollection features } || features.Get<Visit>() is not null || features.Get<Listener>() is { IsAdmin: true })
            return;
        metrics.Refused(DenialReason.Malformed);
        if (writer is null || features.Get<IBadRequestExceptionFeature>()?.Error is not BadHttpRequestException error)
            return;
        var visit = new Visit(time.GetTimestamp()) { Denied = DenialReason.Malformed };
        lock (_line)
            writer.Write(_line.Make(new DefaultHttpContext(features), visit, error.StatusCode));
    }
}
