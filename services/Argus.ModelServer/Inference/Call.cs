using Argus.ModelServer.Loading;
using Argus.ModelServer.Requests;
using Argus.ServiceDefaults.Problems;

namespace Argus.ModelServer.Inference;

/// <summary>A request whose body has come.</summary>
internal sealed class Call(HttpRequest request, RequestForm form, FieldErrors errors, LoadedModels models, CallTerms terms, TimeProvider time)
{
    /// <summary>Query and headers.</summary>
    public HttpRequest Request => request;

    /// <summary>Fields of the body.</summary>
    public RequestForm Form => form;

    /// <summary>Takes every wrong field.</summary>
    public FieldErrors Errors => errors;

    /// <summary>What answers.</summary>
    public LoadedModels Models => models;

    /// <summary>Time since the request came.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(terms.Arrived);

    /// <summary>The same in milliseconds, as answers tell it.</summary>
    public double ElapsedMs => Math.Round(Elapsed.TotalMilliseconds, 2);
}
