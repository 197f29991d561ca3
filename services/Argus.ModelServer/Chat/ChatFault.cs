using Argus.Inference.Language;
using Argus.ServiceDefaults.Problems;

namespace Argus.ModelServer.Chat;

/// <summary>Refusals with the codes that OpenAI's callers know.</summary>
internal static class ChatFault
{
    /// <summary>A field has a wrong value.</summary>
    public static Refusal Wrong(string param, string detail) => new(400, $"{param} {detail}") { Param = param, Code = "invalid_value" };

    /// <summary>A field asks for what this server does not do: an answer without it would not be what was asked for.</summary>
    public static Refusal Unsupported(string param, string detail) => new(400, $"{param} {detail}") { Param = param, Code = "unsupported_parameter" };

    /// <summary>There is no such model here.</summary>
    public static Refusal UnknownModel(string model, string known) =>
        new(404, $"There is no model '{model}' here; GET /v1/models lists what there is: {known}.") { Param = "model", Code = "model_not_found" };

    /// <summary>The messages make no prompt.</summary>
    public static Refusal ToRefusal(this PromptFault fault) => new(400, fault.Detail)
    {
        Param = "messages",
        Code = fault.Kind == PromptFaultKind.TooLong ? "context_length_exceeded" : "invalid_value",
    };
}
