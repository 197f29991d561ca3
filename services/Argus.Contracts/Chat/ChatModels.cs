namespace Argus.Contracts.Chat;

/// <summary>Answer of <c>GET /v1/models</c>.</summary>
/// <param name="Data">Every model that can be asked for.</param>
public sealed record ChatModelList(IReadOnlyList<ChatModel> Data)
{
    /// <summary>Always <c>list</c>.</summary>
    public string Object { get; init; } = "list";
}

/// <summary>A model that can be asked for.</summary>
/// <param name="Id">What to give as <c>model</c>.</param>
/// <param name="Created">Since when it is there, in seconds since 1970.</param>
/// <param name="OwnedBy">Who runs it.</param>
public sealed record ChatModel(string Id, long Created, string OwnedBy)
{
    /// <summary>Always <c>model</c>.</summary>
    public string Object { get; init; } = "model";
}
