namespace Argus.ModelServer.Configuration;

/// <summary>An OpenAI-compatible server that answers chat.</summary>
/// <param name="Url">Its address as it was given, up to what stands before <c>/chat/completions</c>.</param>
/// <param name="Model">The name that it has for the model; null passes the caller's on.</param>
/// <param name="Key">What it is shown; null for none.</param>
internal sealed record ChatEndpointOptions(string Url, string? Model, string? Key)
{
    /// <summary>Longest time for which it may say nothing, before its first byte or between two; default 10 minutes. A long text that is not streamed has its first byte when it has its last.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Never the key: records are logged.</summary>
    public override string ToString() => Url;
}
