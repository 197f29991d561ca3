namespace Argus.Kube.Api.Argus;

/// <summary>An OpenAI-compatible server in an image of its own, such as that of vLLM or llama.cpp.</summary>
/// <param name="Port">Where it listens for HTTP.</param>
public sealed record ChatServerSpec(int Port = 8000)
{
    public string Image { get; init => field = value ?? ""; } = "";

    /// <summary>Arguments of its entry point; <c>$(POD_IP)</c> stands for the address of the pod.</summary>
    public IReadOnlyList<string>? Args { get; init; }

    /// <summary>Path that answers 2xx as soon as it serves.</summary>
    public string HealthPath { get; init => field = value ?? "/health"; } = "/health";

    /// <summary>The name that it has for the model.</summary>
    public string? Model { get; init; }
}
