namespace Argus.ServiceDefaults.Problems;

/// <summary>An error below <c>/v1</c>, in the form that OpenAI's clients read.</summary>
/// <param name="Error">What is wrong.</param>
public sealed record OpenAIErrorBody(OpenAIError Error)
{
    /// <summary>The tree of paths whose errors have this form.</summary>
    public const string Tree = "/v1";

    /// <summary>The form of a refusal.</summary>
    public static OpenAIErrorBody Of(Refusal refusal)
    {
        // Of several wrong fields the form has room for one; the sentence names them all.
        string? field = refusal.Errors?.Keys.FirstOrDefault();
        return new OpenAIErrorBody(new OpenAIError(refusal.Detail, TypeOf(refusal.Status), refusal.Param ?? field, refusal.Code));
    }

    private static string TypeOf(int status) => status switch
    {
        401 => "authentication_error",
        403 => "permission_error",
        429 => "rate_limit_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };
}

/// <summary>What is wrong.</summary>
/// <param name="Message">One sentence on this very request.</param>
/// <param name="Type"><c>invalid_request_error</c>, <c>authentication_error</c>, <c>permission_error</c>, <c>rate_limit_error</c> or <c>server_error</c>.</param>
/// <param name="Param">The field that is wrong, or null.</param>
/// <param name="Code">What programs react to, such as <c>model_not_found</c>, or null.</param>
public sealed record OpenAIError(string Message, string Type, string? Param, string? Code);
