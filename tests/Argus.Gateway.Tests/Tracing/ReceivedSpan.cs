namespace Argus.Gateway.Tests.Tracing;

/// <summary>A span as a collector got it.</summary>
/// <param name="Service">Name of the service that sent it.</param>
/// <param name="Trace">Trace id, in hexadecimal digits.</param>
/// <param name="Id">Its own id.</param>
/// <param name="Parent">Id of the span that it belongs to.</param>
/// <param name="Kind">2 where it answers a request, 3 where it sends one.</param>
internal sealed record ReceivedSpan(string Service, string Trace, string Id, string Parent, int Kind);
