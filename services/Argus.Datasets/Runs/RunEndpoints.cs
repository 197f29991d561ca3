using Argus.Contracts.Datasets;
using Argus.Datasets.Http;
using Argus.Datasets.Store;
using Argus.ServiceDefaults.Problems;

namespace Argus.Datasets.Runs;

/// <summary><c>/datasets/runs</c>: the history, and runs on demand.</summary>
internal sealed class RunEndpoints(RunningRuns running, CatchUp catchUp, TimeProvider time)
{
    private const int MaxLimit = 1000;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>The newest, of a flow where one is named.</summary>
    public async Task ListAsync(HttpContext http)
    {
        var errors = new FieldErrors();
        string? name = http.Request.Query["flow"];
        Flow? flow = RunCommand.TryFlow(name, out var known) ? known : null;
        if (name is not null && flow is null)
            errors.Add("flow", "must be daily or monthly.");
        int limit = Queries.Whole(http.Request.Query, "limit", 100, 1, MaxLimit, errors);
        if (!errors.None)
        {
            await errors.ToRefusal().WriteAsync(http);
            return;
        }

        await Answers.WriteAsync(http, 200, new RunListBody(await running.ListAsync(flow, limit, http.RequestAborted)), DatasetsJson.Default.RunListBody);
    }

    /// <summary>One; with <c>?wait=SECONDS</c> it is waited for, up to 30 s.</summary>
    public async Task GetAsync(HttpContext http)
    {
        var errors = new FieldErrors();
        int wait = Queries.Whole(http.Request.Query, "wait", 0, 0, (int)LongestWait.TotalSeconds, errors);
        if (!Guid.TryParse(http.Request.RouteValues["id"] as string, out var id))
            errors.Add("id", "must be the UUID of a run.");
        if (!errors.None)
        {
            await errors.ToRefusal().WriteAsync(http);
            return;
        }

        if (await running.FindAsync(id, TimeSpan.FromSeconds(wait), http.RequestAborted) is { } run)
            await Answers.WriteAsync(http, 200, run, DatasetsJson.Default.RunBody);
        else
            await new Refusal(404, $"There is no run {id}.").WriteAsync(http);
    }

    /// <summary>202 with a run that begins; 409 where one of its period is under way; 422 for a period that is not over.</summary>
    public async Task StartAsync(HttpContext http)
    {
        var body = await Bodies.ReadAsync(http, DatasetsJson.Default.RunRequest);
        if (!body.Ok)
        {
            await body.Refusal.WriteAsync(http);
            return;
        }

        var (period, refusal) = await ReadAsync(body.Value, http.RequestAborted);
        if (refusal is not null)
        {
            await refusal.WriteAsync(http);
            return;
        }

        if (await running.BeginAsync(period) is not { } run)
        {
            await new Refusal(409, $"Another {period.FlowName} run of {period.Name} is under way.").WriteAsync(http);
            return;
        }

        http.Response.Headers.Location = $"/datasets/runs/{run.Id}";
        await Answers.WriteAsync(http, 202, run, DatasetsJson.Default.RunBody);
    }

    private async Task<(Period Period, Refusal? Refusal)> ReadAsync(RunRequest request, CancellationToken cancel)
    {
        var errors = new FieldErrors();
        if (!RunCommand.TryFlow(request.Flow, out var flow))
            errors.Add("flow", "must be daily or monthly.");
        var last = Period.LastOver(flow, time.GetUtcNow());
        var period = last;
        if (request.Date == RunRequest.Next && errors.None)
            period = (await catchUp.MissingAsync(flow, cancel))[0];
        else if (request.Date is { } date && !Period.TryParse(flow, date, out period))
            errors.Add("date", "must be YYYY-MM-DD, or YYYY-MM for monthly, from 2000 on, or next.");
        else if (period.Date > last.Date)
            errors.Add("date", $"{period.Name} is not over yet; the last that is over is {last.Name}, in UTC.");
        return (period, errors.None ? null : errors.ToRefusal());
    }
}
