namespace Argus.Contracts.Datasets;

/// <summary>Answer of <c>GET /health</c> of the dataset service; 503 unless the status is <c>healthy</c>.</summary>
/// <param name="Status"><c>healthy</c> or <c>unhealthy</c>.</param>
/// <param name="Version">Version of the service.</param>
/// <param name="Auth">Who says who may call: <c>tokens</c>, <c>gateway</c>, or <c>DISABLED</c>.</param>
/// <param name="Reason">Why it is not healthy.</param>
public sealed record DatasetHealthResponse(string Status, string Version, string Auth, string? Reason);
