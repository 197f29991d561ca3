using System.Globalization;
using Argus.Contracts.Datasets;
using Argus.Datasets.Configuration;
using Argus.Datasets.Http;
using Argus.Datasets.Store;
using Argus.ServiceDefaults.Auth.Trust;
using Argus.ServiceDefaults.Problems;

namespace Argus.Datasets.Verify;

/// <summary><c>/datasets/candidates</c>: what an administrator looks at and decides.</summary>
internal sealed class CandidateEndpoints(CandidateTable candidates, DatasetStores stores, DatasetsOptions options, TimeProvider time)
{
    private const string CallerHeader = "X-Argus-Caller";
    private const int MaxReason = 500;
    private const int MaxName = 100;
    private const int MaxLimit = 1000;

    /// <summary>A page of them.</summary>
    public async Task ListAsync(HttpContext http)
    {
        var errors = new FieldErrors();
        var query = http.Request.Query;
        var filter = new CandidateFilter(State(query, errors), Day(query, errors), query["class"], Cursor(query, errors), Queries.Whole(query, "limit", 100, 1, MaxLimit, errors));
        if (!errors.None)
        {
            await errors.ToRefusal().WriteAsync(http);
            return;
        }

        var found = await candidates.ListAsync(filter, http.RequestAborted);
        await Answers.WriteAsync(http, 200, new CandidateListBody(found, found.Count == filter.Limit ? found[^1].Id : null), DatasetsJson.Default.CandidateListBody);
    }

    /// <summary>One.</summary>
    public async Task GetAsync(HttpContext http)
    {
        if (await FindAsync(http) is { } candidate)
            await Answers.WriteAsync(http, 200, candidate, DatasetsJson.Default.CandidateBody);
    }

    /// <summary>Its photo.</summary>
    public async Task PhotoAsync(HttpContext http)
    {
        if (await FindAsync(http) is not { } candidate)
            return;
        if (candidate.Key is null || await stores.Artifacts.GetAsync(candidate.Key, options.MaxBytes, http.RequestAborted) is not { } photo)
        {
            await new Refusal(404, candidate.Reason ?? "Its photo is not collected yet, or was deleted.").WriteAsync(http);
            return;
        }

        http.Response.ContentType = Path.GetExtension(candidate.Key) switch
        {
            ".jpg" => "image/jpeg",
            ".tif" => "image/tiff",
            var ending => "image/" + ending[1..],
        };
        // What users uploaded is shown by browsers of administrators.
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        http.Response.Headers.CacheControl = "private, max-age=3600";
        http.Response.ContentLength = photo.Bytes.Length;
        await http.Response.Body.WriteAsync(photo.Bytes, http.RequestAborted);
    }

    /// <summary>The prediction is right.</summary>
    public Task AcceptAsync(HttpContext http) => DecideAsync(http, (candidate, request) =>
        !options.Classes.Contains(candidate.PredictedClass) ? new Refusal(409, $"'{candidate.PredictedClass}' is none of the classes: relabel it, or reject it.")
        : new Decision(candidate.Id, CandidateState.Accepted, candidate.PredictedClass, null, By(http, request)));

    /// <summary>It belongs to another class.</summary>
    public Task RelabelAsync(HttpContext http) => DecideAsync(http, (candidate, request) =>
    {
        if (request.Class is { } name && options.Classes.Contains(name))
            return new Decision(candidate.Id, CandidateState.Accepted, name, null, By(http, request));
        var errors = new FieldErrors();
        errors.Add("class", $"must be one of {string.Join(", ", options.Classes)}.");
        return errors.ToRefusal();
    });

    /// <summary>It is not to be learnt from.</summary>
    public Task RejectAsync(HttpContext http) => DecideAsync(http, (candidate, request) => new Decision(candidate.Id, CandidateState.Rejected, null, request.Reason, By(http, request)));

    /// <summary>The classes.</summary>
    public Task ClassesAsync(HttpContext http) => Answers.WriteAsync(http, 200, new DatasetClassesBody(options.Classes), DatasetsJson.Default.DatasetClassesBody);

    private async Task DecideAsync(HttpContext http, Func<CandidateBody, DecisionRequest, Outcome<Decision>> decide)
    {
        var body = await Bodies.ReadAsync(http, DatasetsJson.Default.DecisionRequest);
        if ((body.Refusal ?? WhyNot(body.Value!)) is { } wrong)
        {
            await wrong.WriteAsync(http);
            return;
        }

        if (await FindAsync(http) is not { } candidate)
            return;
        var decision = decide(candidate, body.Value!);
        if (!decision.Ok)
        {
            await decision.Refusal.WriteAsync(http);
            return;
        }

        // Not ended by a caller who hangs up: whether it was written would not be known.
        if (await candidates.DecideAsync(decision.Value, time.GetUtcNow(), CancellationToken.None) is { } decided)
            await Answers.WriteAsync(http, 200, decided, DatasetsJson.Default.CandidateBody);
        else
            await new Refusal(409, candidate.State == CandidateState.Skipped ? $"It has no photo that can be learnt from: {candidate.Reason}" : "Its photo is not collected yet: decide when its day is complete.").WriteAsync(http);
    }

    // The gateway knows who calls; what a body says can be anything.
    private string? By(HttpContext http, DecisionRequest request) =>
        options.Trust.Kind == TrustKind.Gateway && http.Request.Headers[CallerHeader].ToString() is { Length: > 0 } caller ? caller[..Math.Min(caller.Length, MaxName)] : request.By;

    private static Refusal? WhyNot(DecisionRequest request)
    {
        var errors = new FieldErrors();
        if (request.Reason is { } reason && (reason.Length > MaxReason || reason.Contains('\0')))
            errors.Add("reason", $"has at most {MaxReason} characters.");
        if (request.By is { } by && (by.Length > MaxName || by.Contains('\0')))
            errors.Add("by", $"has at most {MaxName} characters.");
        return errors.None ? null : errors.ToRefusal();
    }

    // Null where the answer is written already.
    private async Task<CandidateBody?> FindAsync(HttpContext http)
    {
        string? text = http.Request.RouteValues["id"] as string;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long id))
            await new Refusal(422, "id: must be the number of a row of user_styles.").WriteAsync(http);
        else if (await candidates.FindAsync(id, http.RequestAborted) is { } found)
            return found;
        else
            await new Refusal(404, $"There is no candidate {id}: no day has collected a prediction of that number.").WriteAsync(http);
        return null;
    }

    private static CandidateState? State(IQueryCollection query, FieldErrors errors)
    {
        if (!query.TryGetValue("state", out var text))
            return null;
        foreach (var state in Enum.GetValues<CandidateState>())
        {
            if (string.Equals(text, state.ToString(), StringComparison.OrdinalIgnoreCase))
                return state;
        }

        errors.Add("state", $"must be one of {string.Join(", ", Enum.GetNames<CandidateState>().Select(n => n.ToLowerInvariant()))}.");
        return null;
    }

    private static DateOnly? Day(IQueryCollection query, FieldErrors errors)
    {
        if (!query.TryGetValue("day", out var text))
            return null;
        if (Period.TryParse(Flow.Daily, text.ToString(), out var day))
            return day.Date;
        errors.Add("day", "must be YYYY-MM-DD.");
        return null;
    }

    private static long Cursor(IQueryCollection query, FieldErrors errors)
    {
        if (!query.TryGetValue("cursor", out var text))
            return long.MinValue;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long cursor))
            errors.Add("cursor", "must be the next_cursor of the page before.");
        return cursor;
    }
}
