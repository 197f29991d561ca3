using Argus.ServiceDefaults.Problems;

namespace Argus.Jobs.Media;

/// <summary>A refusal among answers.</summary>
internal sealed class RefusalResult(Refusal refusal) : IResult
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext) => refusal.WriteAsync(httpContext);

    /// <summary>Names wrong fields.</summary>
    public static RefusalResult OfFields(IReadOnlyDictionary<string, string> errors) =>
        new(new Refusal(422, string.Join(" ", errors.Select(e => $"{e.Key}: {e.Value}"))) { Errors = errors });
}
