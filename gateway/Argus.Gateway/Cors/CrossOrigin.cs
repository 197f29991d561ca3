using System.Collections.Immutable;
using Argus.Gateway.Proxying;

namespace Argus.Gateway.Cors;

/// <summary>Pages of other origins that may call. Keys come in headers that a page sets itself, so credentials of the browser are never asked for.</summary>
internal static class CrossOrigin
{
    /// <summary>Every origin.</summary>
    public const string Any = "*";

    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    /// <summary>Answers preflights, which cannot show a key, and marks answers.</summary>
    /// <param name="app">The pipeline.</param>
    /// <param name="origins">Such as <c>https://example.org</c>, or only <c>*</c>; none leaves all out.</param>
    public static void UseCrossOrigin(this IApplicationBuilder app, ImmutableArray<string> origins)
    {
        if (origins.IsEmpty)
            return;
        app.UseCors(policy =>
        {
            policy = origins.Contains(Any) ? policy.AllowAnyOrigin() : policy.WithOrigins([.. origins]);
            policy.AllowAnyHeader().AllowAnyMethod().SetPreflightMaxAge(Remembered).WithExposedHeaders(PodTransformer.DeploymentHeader, "Retry-After", "WWW-Authenticate");
        });
    }

    /// <summary>Whether a text is an origin: scheme, host, and port where it is not the usual one.</summary>
    public static bool IsOrigin(string text) =>
        text == Any || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && text == uri.GetLeftPart(UriPartial.Authority));
}
