namespace Argus.Gateway.Routing;

/// <summary>A server of somebody else's: it knows none of our names, headers and health answers.</summary>
/// <param name="Model">The name that it has for its model; null where the caller's is passed on.</param>
/// <param name="Digest">What all its pods stand for; null while they are being replaced.</param>
internal sealed record OwnImageServer(string? Model, string? Digest);
