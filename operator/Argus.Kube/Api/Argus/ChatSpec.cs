namespace Argus.Kube.Api.Argus;

/// <summary>How a language model is asked for, and who computes it.</summary>
public sealed record ChatSpec
{
    /// <summary>Names by which callers ask for it beside that of the ModelDeployment.</summary>
    public IReadOnlyList<string>? Aliases { get; init; }

    /// <summary>An OpenAI-compatible server elsewhere that answers in place of a model in process.</summary>
    public ChatEndpointSpec? Endpoint { get; init; }

    /// <summary>An OpenAI-compatible server that pods run from an image of its own in place of a model in process.</summary>
    public ChatServerSpec? Server { get; init; }
}

/// <summary>An OpenAI-compatible server.</summary>
public sealed record ChatEndpointSpec
{
    /// <summary>Its address, up to what stands before <c>/chat/completions</c>.</summary>
    public string Url { get; init => field = value ?? ""; } = "";

    /// <summary>The name that it has for the model.</summary>
    public string? Model { get; init; }

    /// <summary>Where its key lies, in the namespace of the ModelDeployment.</summary>
    public SecretKey? ApiKeySecret { get; init; }
}

/// <summary>An entry of a Secret.</summary>
public sealed record SecretKey
{
    public string Name { get; init => field = value ?? ""; } = "";

    public string Key { get; init => field = value ?? ""; } = "";
}
