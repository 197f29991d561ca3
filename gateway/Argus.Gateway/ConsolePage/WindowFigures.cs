namespace Argus.Gateway.ConsolePage;

/// <summary>Figures of the last minute.</summary>
/// <param name="Requests">How many were answered.</param>
/// <param name="RequestsPerSecond">Mean of the last ten whole seconds.</param>
/// <param name="P50Ms">Milliseconds within which half of them were answered, to within 9 %; null where there were none.</param>
/// <param name="P95Ms">The same of 95 in a hundred.</param>
/// <param name="Refused">Those with a status of 400 to 499: faults of callers, and refusals.</param>
/// <param name="Errors">Those with 500 and above.</param>
internal readonly record struct WindowFigures(int Requests, double RequestsPerSecond, double? P50Ms, double? P95Ms, int Refused, int Errors);
